package dev.purser.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a JSON object. A member that is null counts as not there. Whatever is wrong
 * is an {@link InvalidFieldException} that names the member by its whole path.
 */
public final class Fields {
  /** The most that one report may cost. */
  public static final Usd MAX_REPORT = Usd.of("1000000");

  private static final int DEFAULT_TEXT = 1000;

  private final ObjectNode node;
  private final String path;

  Fields(ObjectNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /** The object itself. */
  public ObjectNode json() {
    return node;
  }

  /** The member's name with the names of the objects around it. */
  public String path(String name) {
    return path + name;
  }

  /** The exception that says what would be right. */
  public InvalidFieldException wrong(String name, String reason) {
    return new InvalidFieldException(path(name), reason);
  }

  public boolean has(String name) {
    return node.hasNonNull(name);
  }

  /** The member that must be there. */
  public <T> T require(String name, @Nullable T value) {
    if (value == null) {
      throw wrong(name, "is required");
    }
    return value;
  }

  /** Refuses members of other names. */
  public void requireOnly(Set<String> known) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name) && has(name)) {
                throw wrong(name, "must not stand beside " + String.join(", ", known));
              }
            });
  }

  /** Refuses by name what is not done here: it must not look as if it were. */
  public void requireNone(Set<String> names) {
    refuse(names::contains);
  }

  /** The same of whatever has another name than these. */
  public void requireNoneBut(Set<String> names) {
    refuse(name -> !names.contains(name));
  }

  private void refuse(Predicate<String> notDone) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (notDone.test(name) && has(name)) {
                throw new ProblemException(
                    Problem.field(
                        422,
                        "not_supported",
                        path(name),
                        "is not supported: leave it out, or null"));
              }
            });
  }

  private @Nullable JsonNode get(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** Text of up to 1,000 characters, not blank. */
  public @Nullable String text(String name) {
    return text(name, DEFAULT_TEXT);
  }

  public @Nullable String text(String name, int longest) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual() || value.textValue().isBlank() || value.textValue().length() > longest) {
      throw wrong(name, "must be text of 1 to " + longest + " characters");
    }
    return value.textValue();
  }

  /** Text that one of the domain's types reads; what it says of bad text becomes the reason. */
  public <T> @Nullable T parsed(String name, Function<String, T> reader) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return reader.apply(text);
    } catch (InvalidFieldException e) {
      throw wrong(name, e.reason());
    } catch (IllegalArgumentException e) {
      throw wrong(name, String.valueOf(e.getMessage()));
    }
  }

  public @Nullable AgentAddress agent(String name) {
    return parsed(name, AgentAddress::parse);
  }

  public @Nullable UUID uuid(String name) {
    return parsed(name, Values::uuid);
  }

  public @Nullable Instant time(String name) {
    return parsed(name, Values::time);
  }

  public boolean flag(String name) {
    JsonNode value = get(name);
    if (value != null && !value.isBoolean()) {
      throw wrong(name, "must be true or false");
    }
    return value != null && value.booleanValue();
  }

  /** A whole number from {@code least} to {@code most}. */
  public @Nullable Long whole(String name, long least, long most) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    BigDecimal number = value.isNumber() && !isNaN(value) ? value.decimalValue() : null;
    if (number == null
        || number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0
        || number.stripTrailingZeros().scale() > 0) {
      throw wrong(name, "must be a whole number from " + least + " to " + most);
    }
    return number.longValueExact();
  }

  /** Dollars from 0 to 1,000,000, a JSON number or decimal text. */
  public @Nullable Usd usd(String name) {
    return usd(name, Usd.ZERO, MAX_REPORT);
  }

  public @Nullable Usd usd(String name, Usd least, Usd most) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    Usd usd = dollars(value);
    if (usd == null
        || usd.compareTo(least) < 0
        || usd.compareTo(most) > 0
        || (!least.isNegative() && isNegative(value))) {
      throw wrong(
          name,
          "must be dollars from "
              + least.toBigDecimal().toPlainString()
              + " to "
              + most.toBigDecimal().toPlainString()
              + ", a number or decimal text");
    }
    return usd;
  }

  /** -1e-10 rounds to zero and is refused all the same. */
  private static boolean isNegative(JsonNode value) {
    return value.isTextual()
        ? value.textValue().startsWith("-") && !value.textValue().matches("-[0.]+")
        : value.decimalValue().signum() < 0;
  }

  private static @Nullable Usd dollars(JsonNode value) {
    try {
      if (value.isTextual()) {
        return Usd.of(value.textValue());
      }
      return value.isNumber() && !isNaN(value) ? Usd.of(value.decimalValue()) : null;
    } catch (NumberFormatException | ArithmeticException e) {
      return null;
    }
  }

  private static boolean isNaN(JsonNode value) {
    return (value.isDouble() || value.isFloat()) && !Double.isFinite(value.doubleValue());
  }

  /** USD per million tokens and the like: a decimal, bounded by whoever takes it. */
  public @Nullable BigDecimal decimal(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (value.isNumber() && !isNaN(value)) {
      return value.decimalValue();
    }
    if (value.isTextual() && value.textValue().length() <= 40) {
      try {
        return new BigDecimal(value.textValue());
      } catch (NumberFormatException e) {
        throw wrong(name, "must be a decimal number");
      }
    }
    throw wrong(name, "must be a decimal number");
  }

  public @Nullable Fields object(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof ObjectNode object)) {
      throw wrong(name, "must be an object");
    }
    return new Fields(object, path(name) + ".");
  }

  /** The objects of a list; null where there is no such member. */
  public @Nullable List<Fields> objects(String name, int most) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isArray() || value.size() > most) {
      throw wrong(name, "must be a list of at most " + most);
    }
    List<Fields> all = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      if (!(value.get(i) instanceof ObjectNode object)) {
        throw wrong(name + "[" + i + "]", "must be an object");
      }
      all.add(new Fields(object, path(name) + "[" + i + "]."));
    }
    return all;
  }

  /** A list of texts; null where there is no such member. */
  public @Nullable List<String> texts(String name, int most, int longest) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isArray() || value.size() > most) {
      throw wrong(name, "must be a list of at most " + most);
    }
    List<String> all = new ArrayList<>();
    for (JsonNode item : value) {
      if (!item.isTextual() || item.textValue().isBlank() || item.textValue().length() > longest) {
        throw wrong(
            name + "[" + all.size() + "]", "must be text of 1 to " + longest + " characters");
      }
      all.add(item.textValue());
    }
    return all;
  }
}
