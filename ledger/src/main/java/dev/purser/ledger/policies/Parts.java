package dev.purser.ledger.policies;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.money.Usd;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of a JSON object that someone sent; every refusal names the field.
 *
 * @param body the object
 * @param in what stands before its fields' names: {@code rules[0].}
 */
record Parts(JsonNode body, String in) {

  InvalidFieldException wrong(String field, String reason) {
    return new InvalidFieldException(in + field, reason);
  }

  boolean has(String field) {
    return body.has(field);
  }

  /** A part that is there and is not null; null otherwise. */
  @Nullable JsonNode get(String field) {
    return body.hasNonNull(field) ? body.get(field) : null;
  }

  /** A JSON number or a decimal string; null where it is not there or null. */
  @Nullable Usd money(String field) {
    JsonNode value = get(field);
    if (value == null) {
      return null;
    }
    try {
      if (value.isNumber() || value.isTextual()) {
        Usd amount = value.isNumber() ? Usd.of(value.decimalValue()) : Usd.of(value.textValue());
        if (!amount.isNegative()) {
          return amount;
        }
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Falls through: NumberFormatException also for a float that is not a number.
    }
    throw wrong(field, "must be an amount of dollars like 12.50, at least 0 and below 9 billion");
  }

  @Nullable Long count(String field) {
    JsonNode value = get(field);
    if (value == null) {
      return null;
    }
    if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0) {
      return value.longValue();
    }
    throw wrong(field, "must be a whole number, at least 0");
  }

  /** One of several words, or what holds without one. */
  <T> T choice(String field, T otherwise, Function<String, T> read) {
    return body.hasNonNull(field) ? required(field, read) : otherwise;
  }

  /** One of several words. */
  <T> T required(String field, Function<String, T> read) {
    try {
      return read.apply(body.path(field).isTextual() ? body.get(field).textValue() : "");
    } catch (IllegalArgumentException e) {
      throw wrong(field, String.valueOf(e.getMessage()));
    }
  }

  void refuseUnknown(Set<String> known, Set<String> knownToo) {
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name) && !knownToo.contains(name)) {
                throw wrong(name, "is not a field of a policy");
              }
            });
  }
}
