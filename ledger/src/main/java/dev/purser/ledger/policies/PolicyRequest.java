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
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy as someone sends it. Unlike {@link PolicyJson} it takes nothing that it does not
 * know, for a rule misread is a limit that does not hold; every refusal names the field.
 */
public final class PolicyRequest {
  private static final Set<String> FIELDS =
      Set.of(
          "rules",
          "timezone",
          "in_flight",
          "unpriced",
          "offline_usd",
          "mode",
          "applies",
          "accept_from");

  private static final Set<String> FLAT_FIELDS =
      Set.of(
          "max_intents_per_day",
          "max_intents_per_hour",
          "max_cost_per_day_usd",
          "action_on_breach");
  private static final int MAX_RULES = 50;

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
    Parts parts = new Parts(body, "");
    boolean flat = FLAT_FIELDS.stream().anyMatch(body::has);
    if (flat && body.has("rules")) {
      throw parts.wrong("rules", "must not stand beside the flat form");
    }
    if (!flat && !body.has("rules")) {
      throw parts.wrong("rules", "must be a list of rules; it may be empty");
    }
    parts.refuseUnknown(flat ? FLAT_FIELDS : Set.of(), FIELDS);
    if (!owner.isScope() && body.has("applies")) {
      throw parts.wrong("applies", "is for policies of scopes only");
    }
    return new Policy(
        owner.value(),
        0,
        parts.choice("applies", Applies.EACH, Applies::fromWire),
        parts.choice("timezone", zone, PolicyRequest::zone),
        flat ? flatRules(parts) : rules(body.get("rules")),
        parts.choice("in_flight", InFlight.PARK, InFlight::fromWire),
        parts.choice("unpriced", Unpriced.ASSUME, Unpriced::fromWire),
        parts.money("offline_usd"),
        parts.choice("mode", Mode.ENFORCE, Mode::fromWire),
        senders(parts));
  }

  /** An empty list would say the contrary of what it looks like. */
  private static List<String> senders(Parts parts) {
    JsonNode list = parts.get("accept_from");
    if (list == null) {
      return List.of();
    }
    if (!list.isArray() || list.isEmpty()) {
      throw parts.wrong(
          "accept_from",
          "must be a list of addresses or prefixes such as agent://org/*; left out, every agent of"
              + " the organisation may send, and the agent itself always");
    }
    List<String> senders = new ArrayList<>();
    list.forEach(sender -> senders.add(sender.isTextual() ? sender.textValue() : ""));
    return senders;
  }

  /** The rules of a list. */
  public static List<Rule> rules(JsonNode list) {
    if (!list.isArray() || list.size() > MAX_RULES) {
      throw new InvalidFieldException("rules", "must be a list of at most " + MAX_RULES + " rules");
    }
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      rules.add(RuleRequest.parse(list.get(i), "rules[" + i + "]"));
    }
    return rules;
  }

  /** The form of AXME's clients; without {@code action_on_breach} a breach blocks. */
  private static List<Rule> flatRules(Parts parts) {
    Action action =
        parts.choice(
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
    Usd perDay = parts.money("max_cost_per_day_usd");
    if (perDay != null) {
      rules.add(flatRule("max_cost_per_day_usd", Period.DAY, perDay, null, action));
    }
    Long intentsPerDay = parts.count("max_intents_per_day");
    if (intentsPerDay != null) {
      rules.add(flatRule("max_intents_per_day", Period.DAY, null, intentsPerDay, action));
    }
    Long intentsPerHour = parts.count("max_intents_per_hour");
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

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("must be a time zone such as Europe/Berlin or UTC", e);
    }
  }
}
