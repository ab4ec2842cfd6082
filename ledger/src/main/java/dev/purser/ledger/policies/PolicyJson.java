package dev.purser.ledger.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.InFlight;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.policy.Unpriced;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Json;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Policies as the ledger keeps them and as answers show them: normalised JSON. */
public final class PolicyJson {
  /** What {@code when} says of a rule of the burn rate; without it a rule limits a sum. */
  static final String BURN = "burn";

  private PolicyJson() {}

  /** The normalised body: everything said, defaults included, but owner and version. */
  public static ObjectNode write(Policy policy) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("applies", policy.applies().wire());
    body.put("timezone", policy.zone().getId());
    ArrayNode rules = body.putArray("rules");
    policy.rules().forEach(rule -> rules.add(write(rule)));
    body.put("in_flight", policy.inFlight().wire());
    body.put("unpriced", policy.unpriced().wire());
    body.put("offline_usd", policy.offline() == null ? null : policy.offline().toBigDecimal());
    body.put("mode", policy.mode().wire());
    if (!policy.acceptFrom().isEmpty()) {
      ArrayNode senders = body.putArray("accept_from");
      policy.acceptFrom().forEach(senders::add);
    }
    return body;
  }

  /** One rule, defaults included. */
  public static ObjectNode write(Rule rule) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    if (rule.burn() != null) {
      body.put("when", BURN);
      body.put("usd_per_hour", rule.burn().perHour().toBigDecimal());
      body.put("over_minutes", rule.burn().overMinutes());
    } else {
      body.put("period", rule.period().wire());
      if (rule.maxIntents() != null) {
        body.put("max_intents", rule.maxIntents());
      } else {
        body.put("limit_usd", rule.limit() == null ? null : rule.limit().toBigDecimal());
      }
    }
    body.put("action", rule.action().wire());
    if (rule.burn() == null) {
      ArrayNode warnAt = body.putArray("warn_at");
      rule.warnAt().forEach(warnAt::add);
    }
    ArrayNode addressees = body.putArray("notify");
    rule.addressees().forEach(addressees::add);
    body.put("resume", rule.resume().wire());
    if (rule.mode() != null) {
      body.put("mode", rule.mode().wire());
    }
    return body;
  }

  /**
   * Reads what {@link #write(Policy)} wrote, also in an earlier or later version of the program.
   */
  public static Policy read(String owner, long version, JsonNode body) {
    List<Rule> rules = new ArrayList<>();
    body.path("rules").forEach(rule -> rules.add(readRule(rule)));
    List<String> senders = new ArrayList<>();
    body.path("accept_from").forEach(sender -> senders.add(sender.asText()));
    return new Policy(
        owner,
        version,
        Applies.fromWire(text(body, "applies", Applies.EACH.wire())),
        ZoneId.of(text(body, "timezone", "UTC")),
        rules,
        InFlight.fromWire(text(body, "in_flight", InFlight.PARK.wire())),
        Unpriced.fromWire(text(body, "unpriced", Unpriced.ASSUME.wire())),
        usd(body, "offline_usd"),
        Mode.fromWire(text(body, "mode", Mode.ENFORCE.wire())),
        senders);
  }

  /** Reads what {@link #write(Rule)} wrote. */
  public static Rule readRule(JsonNode body) {
    List<Integer> warnAt = new ArrayList<>();
    body.path("warn_at").forEach(percent -> warnAt.add(percent.asInt()));
    List<String> addressees = new ArrayList<>();
    body.path("notify").forEach(addressee -> addressees.add(addressee.asText()));
    Action action = Action.fromWire(body.path("action").asText());
    Resume resume = Resume.fromWire(text(body, "resume", Resume.MANUAL.wire()));
    Mode mode = body.hasNonNull("mode") ? Mode.fromWire(body.get("mode").asText()) : null;
    if (text(body, "when", "").equals(BURN)) {
      BurnLimit burn =
          new BurnLimit(
              Usd.of(body.path("usd_per_hour").decimalValue()),
              body.path("over_minutes").asInt(BurnLimit.DEFAULT_MINUTES));
      return Rule.burn(burn, action, addressees, resume, mode);
    }
    return new Rule(
        Period.fromWire(body.path("period").asText()),
        usd(body, "limit_usd"),
        body.hasNonNull("max_intents") ? body.get("max_intents").asLong() : null,
        action,
        warnAt,
        addressees,
        resume,
        mode);
  }

  private static String text(JsonNode body, String field, String otherwise) {
    return body.hasNonNull(field) ? body.get(field).asText() : otherwise;
  }

  private static @Nullable Usd usd(JsonNode body, String field) {
    return body.hasNonNull(field) ? Usd.of(body.get(field).decimalValue()) : null;
  }
}
