package dev.purser.ledger.policies;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.InFlight;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.policy.Unpriced;
import dev.purser.domain.window.Period;
import dev.purser.ledger.messages.Addressee;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy as someone sends it. Unlike {@link PolicyJson} it takes nothing that it does not
 * know, for a rule misread is a limit that does not hold; every refusal names the field.
 */
public final class PolicyRequest {
  private static final Set<String> FIELDS =
      Set.of("rules", "timezone", "in_flight", "unpriced", "offline_usd", "mode", "applies");
  private static final Set<String> RULE_FIELDS =
      Set.of("period", "limit_usd", "max_intents", "action", "warn_at", "notify", "resume", "mode");

  private static final Set<String> FLAT_FIELDS =
      Set.of(
          "max_intents_per_day",
          "max_intents_per_hour",
          "max_cost_per_day_usd",
          "action_on_breach");
  private static final int MAX_RULES = 50;
  private static final int MAX_ADDRESSEES = 20;

  private PolicyRequest() {}

  /**
   * The policy that a request's body describes, of version 0.
   *
   * @param zone the time zone where the body names none
   * @throws InvalidFieldException naming the field
   */
  public static Policy parse(Owner owner, JsonNode body, ZoneId zone) {
    if (!body.isObject()) {
      throw new InvalidFieldException("body", "must be a JSON object");
    }
    boolean flat = FLAT_FIELDS.stream().anyMatch(body::has);
    if (flat && body.has("rules")) {
      throw new InvalidFieldException("rules", "must not stand beside the flat form");
    }
    if (!flat && !body.has("rules")) {
      throw new InvalidFieldException("rules", "must be a list of rules; it may be empty");
    }
    refuseUnknown(body, "", flat ? FLAT_FIELDS : Set.of(), FIELDS);
    if (!owner.isScope() && body.has("applies")) {
      throw new InvalidFieldException("applies", "is for policies of scopes only");
    }
    return new Policy(
        owner.value(),
        0,
        choice(body, "", "applies", Applies.EACH, Applies::fromWire),
        zone(body, zone),
        flat ? flatRules(body) : rules(body.get("rules")),
        choice(body, "", "in_flight", InFlight.PARK, InFlight::fromWire),
        choice(body, "", "unpriced", Unpriced.ASSUME, Unpriced::fromWire),
        money(body, "", "offline_usd"),
        choice(body, "", "mode", Mode.ENFORCE, Mode::fromWire));
  }

  /** The rules of a list, as a preview sends them too. */
  public static List<Rule> rules(JsonNode list) {
    if (!list.isArray() || list.size() > MAX_RULES) {
      throw new InvalidFieldException("rules", "must be a list of at most " + MAX_RULES + " rules");
    }
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      rules.add(rule(list.get(i), "rules[" + i + "]"));
    }
    return rules;
  }

  private static Rule rule(JsonNode body, String at) {
    if (!body.isObject()) {
      throw new InvalidFieldException(at, "must be an object with period, limit_usd and action");
    }
    String in = at + ".";
    refuseUnknown(body, in, RULE_FIELDS, Set.of());
    Period period = required(body, in, "period", PolicyRequest::period);
    if (!body.has("limit_usd") && !body.has("max_intents")) {
      throw new InvalidFieldException(in + "limit_usd", "or max_intents must be there");
    }
    Usd limit = money(body, in, "limit_usd");
    Long most = count(body, in, "max_intents");
    Action action = required(body, in, "action", Action::fromWire);
    List<Integer> warnAt = warnAt(body, in);
    List<String> addressees = addressees(body, in);
    Resume resume = choice(body, in, "resume", Resume.MANUAL, Resume::fromWire);
    Mode mode = body.hasNonNull("mode") ? required(body, in, "mode", Mode::fromWire) : null;
    try {
      return new Rule(period, limit, most, action, warnAt, addressees, resume, mode);
    } catch (InvalidFieldException e) {
      throw new InvalidFieldException(in + e.field(), e.reason());
    }
  }

  private static Period period(String text) {
    for (Period period : Period.values()) {
      if (period.wire().equals(text)) {
        return period;
      }
    }
    throw new IllegalArgumentException("must be one of intent, task, tree, hour, day, week, month");
  }

  /** The form of AXME's clients; without {@code action_on_breach} a breach blocks. */
  private static List<Rule> flatRules(JsonNode body) {
    Action action =
        choice(
            body,
            "",
            "action_on_breach",
            Action.BLOCK,
            text ->
                switch (text) {
                  case "block" -> Action.BLOCK;
                  case "alert" -> Action.ALERT;
                  case "require_approval" -> Action.PAUSE;
                  default ->
                      throw new IllegalArgumentException(
                          "must be one of block, alert, require_approval");
                });
    List<Rule> rules = new ArrayList<>();
    Usd perDay = money(body, "", "max_cost_per_day_usd");
    if (perDay != null) {
      rules.add(flatRule("max_cost_per_day_usd", Period.DAY, perDay, null, action));
    }
    Long intentsPerDay = count(body, "", "max_intents_per_day");
    if (intentsPerDay != null) {
      rules.add(flatRule("max_intents_per_day", Period.DAY, null, intentsPerDay, action));
    }
    Long intentsPerHour = count(body, "", "max_intents_per_hour");
    if (intentsPerHour != null) {
      rules.add(flatRule("max_intents_per_hour", Period.HOUR, null, intentsPerHour, action));
    }
    return rules;
  }

  private static Rule flatRule(
      String field, Period period, @Nullable Usd limit, @Nullable Long most, Action action) {
    try {
      return new Rule(
          period, limit, most, action, Rule.DEFAULT_WARN_AT, List.of(), Resume.MANUAL, null);
    } catch (InvalidFieldException e) {
      throw new InvalidFieldException(field, e.reason());
    }
  }

  private static ZoneId zone(JsonNode body, ZoneId otherwise) {
    return choice(
        body,
        "",
        "timezone",
        otherwise,
        text -> {
          try {
            return ZoneId.of(text);
          } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                "must be a time zone such as Europe/Berlin or UTC", e);
          }
        });
  }

  private static List<Integer> warnAt(JsonNode body, String in) {
    JsonNode list = body.get("warn_at");
    if (list == null || list.isNull()) {
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
    throw new InvalidFieldException(in + "warn_at", "must be a list of per cents from 1 to 99");
  }

  private static List<String> addressees(JsonNode body, String in) {
    JsonNode list = body.get("notify");
    if (list == null || list.isNull()) {
      return List.of();
    }
    if (!list.isArray() || list.size() > MAX_ADDRESSEES) {
      throw new InvalidFieldException(
          in + "notify",
          "must be a list of at most "
              + MAX_ADDRESSEES
              + " e-mail addresses, URLs or names of channels");
    }
    List<String> addressees = new ArrayList<>();
    for (JsonNode addressee : list) {
      try {
        addressees.add(Addressee.parse(addressee.isTextual() ? addressee.textValue() : "").text());
      } catch (IllegalArgumentException e) {
        throw new InvalidFieldException(in + "notify", "each " + e.getMessage());
      }
    }
    return addressees.stream().distinct().toList();
  }

  /** A JSON number or a decimal string; null where it is not there or null. */
  private static @Nullable Usd money(JsonNode body, String in, String field) {
    JsonNode value = body.get(field);
    if (value == null || value.isNull()) {
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
    throw new InvalidFieldException(
        in + field, "must be an amount of dollars like 12.50, at least 0 and below 9 billion");
  }

  private static @Nullable Long count(JsonNode body, String in, String field) {
    JsonNode value = body.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0) {
      return value.longValue();
    }
    throw new InvalidFieldException(in + field, "must be a whole number, at least 0");
  }

  private static <T> T choice(
      JsonNode body, String in, String field, T otherwise, Function<String, T> read) {
    return body.hasNonNull(field) ? required(body, in, field, read) : otherwise;
  }

  private static <T> T required(JsonNode body, String in, String field, Function<String, T> read) {
    try {
      return read.apply(body.path(field).isTextual() ? body.get(field).textValue() : "");
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(in + field, String.valueOf(e.getMessage()));
    }
  }

  private static void refuseUnknown(
      JsonNode body, String in, Set<String> known, Set<String> knownToo) {
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name) && !knownToo.contains(name)) {
                throw new InvalidFieldException(in + name, "is not a field of a policy");
              }
            });
  }
}
