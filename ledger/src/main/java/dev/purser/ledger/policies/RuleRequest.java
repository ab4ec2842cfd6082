package dev.purser.ledger.policies;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one rule as someone sends it: of a sum, or, with {@code when: burn}, of a rate. */
final class RuleRequest {
  private static final String LIMIT = "limit";
  private static final Set<String> OF_A_SUM =
      Set.of("period", "limit_usd", "max_intents", "warn_at");
  private static final Set<String> OF_A_RATE = Set.of("usd_per_hour", "over_minutes");
  private static final Set<String> OF_BOTH = Set.of("when", "action", "notify", "resume", "mode");

  private static final int MAX_ADDRESSEES = 20;

  private final Parts parts;

  private RuleRequest(Parts parts) {
    this.parts = parts;
  }

  static Rule parse(JsonNode body, String at) {
    if (!body.isObject()) {
      throw new InvalidFieldException(at, "must be an object with period, limit_usd and action");
    }
    Parts parts = new Parts(body, at + ".");
    RuleRequest request = new RuleRequest(parts);
    String when =
        parts.choice(
            "when",
            LIMIT,
            text -> {
              if (text.equals(LIMIT) || text.equals(PolicyJson.BURN)) {
                return text;
              }
              throw new IllegalArgumentException("must be limit or burn");
            });
    try {
      return when.equals(LIMIT) ? request.ofASum() : request.ofARate();
    } catch (InvalidFieldException e) {
      // What the rule itself refuses, it names without its place in the list.
      throw e.field().startsWith(at)
          ? e
          : new InvalidFieldException(parts.in() + e.field(), e.reason());
    }
  }

  private Rule ofASum() {
    refuse(OF_A_RATE, "stands only in a rule with when: burn");
    parts.refuseUnknown(OF_A_SUM, OF_BOTH);
    Period period = parts.required("period", RuleRequest::period);
    if (!parts.has("limit_usd") && !parts.has("max_intents")) {
      throw parts.wrong("limit_usd", "or max_intents must be there");
    }
    Usd limit = parts.money("limit_usd");
    Long most = parts.count("max_intents");
    Action action = parts.required("action", Action::fromWire);
    return new Rule(period, limit, most, action, warnAt(), addressees(), resume(), mode());
  }

  private Rule ofARate() {
    refuse(OF_A_SUM, "does not stand in a rule with when: burn");
    parts.refuseUnknown(OF_A_RATE, OF_BOTH);
    Usd perHour = parts.money("usd_per_hour");
    if (perHour == null) {
      throw parts.wrong("usd_per_hour", "must be there, an amount of dollars like 20");
    }
    Long minutes = parts.count("over_minutes");
    long over = minutes == null ? BurnLimit.DEFAULT_MINUTES : minutes;
    BurnLimit burn = new BurnLimit(perHour, (int) Math.min(over, Integer.MAX_VALUE));
    Action action = parts.required("action", Action::fromWire);
    return Rule.burn(burn, action, addressees(), resume(), mode());
  }

  private void refuse(Set<String> fields, String reason) {
    parts
        .body()
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (fields.contains(name)) {
                throw parts.wrong(name, reason);
              }
            });
  }

  private Resume resume() {
    return parts.choice("resume", Resume.MANUAL, Resume::fromWire);
  }

  private @Nullable Mode mode() {
    return parts.get("mode") == null ? null : parts.required("mode", Mode::fromWire);
  }

  private static Period period(String text) {
    for (Period period : Period.values()) {
      if (period.wire().equals(text)) {
        return period;
      }
    }
    throw new IllegalArgumentException("must be one of intent, task, tree, hour, day, week, month");
  }

  private List<Integer> warnAt() {
    JsonNode list = parts.get("warn_at");
    if (list == null) {
      return Rule.DEFAULT_WARN_AT;
    }
    List<Integer> warnAt = new ArrayList<>();
    if (list.isArray() && list.size() < Rule.LIMIT) {
      for (JsonNode percent : list) {
        // 0 is no per cent that warns: the rule itself refuses it, as it does 0.5 or "80" here.
        warnAt.add(percent.isIntegralNumber() && percent.canConvertToInt() ? percent.asInt() : 0);
      }
      return warnAt;
    }
    throw parts.wrong("warn_at", "must be a list of per cents from 1 to 99");
  }

  private List<String> addressees() {
    JsonNode list = parts.get("notify");
    if (list == null) {
      return List.of();
    }
    if (!list.isArray() || list.size() > MAX_ADDRESSEES) {
      throw parts.wrong(
          "notify",
          "must be a list of at most "
              + MAX_ADDRESSEES
              + " e-mail addresses, URLs or names of channels");
    }
    List<String> addressees = new ArrayList<>();
    for (JsonNode addressee : list) {
      try {
        addressees.add(Addressee.parse(addressee.isTextual() ? addressee.textValue() : "").text());
      } catch (IllegalArgumentException e) {
        throw parts.wrong("notify", "each " + e.getMessage());
      }
    }
    return addressees.stream().distinct().toList();
  }
}
