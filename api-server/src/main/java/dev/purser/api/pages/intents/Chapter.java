package dev.purser.api.pages.intents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.money.Shown;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.intents.IntentEvent;
import java.time.Instant;
import java.util.Locale;

/**
 * One thing of an intent's story, in words.
 *
 * @param mood good, warn, bad, or empty
 * @param more details; empty: none
 */
public record Chapter(Instant at, String mood, String headline, String more) {
  /** Costs are known by the quarter of an hour. */
  static Chapter firstCall(Instant at, String model) {
    String of = model.isEmpty() ? "" : "of " + model + ", ";
    return new Chapter(at, "", "First call", of + "within a quarter of an hour");
  }

  static Chapter of(IntentEvent event) {
    String type = event.eventType().substring(event.eventType().indexOf('.') + 1);
    String by = event.actor() == null ? "" : " by " + event.actor();
    JsonNode details = event.details();
    return switch (type) {
      case "alerted" ->
          new Chapter(event.at(), "warn", alert(details), with("at report", details, "report_id"));
      case "waiting" ->
          new Chapter(event.at(), "warn", "Parked" + by + because(details), parkedAt(details));
      case "resumed" -> new Chapter(event.at(), "good", "Resumed" + by + because(details), "");
      case "released" -> new Chapter(event.at(), "good", "Released" + by + because(details), "");
      case "stopping" -> new Chapter(event.at(), "warn", "Stopping" + by + because(details), "");
      case "completed" -> new Chapter(event.at(), "good", "Completed" + by + because(details), "");
      case "canceled", "failed", "timed_out", "delivery_failed" ->
          new Chapter(event.at(), "bad", words(type) + by + because(details), "");
      case "delivered" ->
          new Chapter(event.at(), "", "Delivered" + with(", number", details, "delivery"), "");
      default -> new Chapter(event.at(), "", words(type) + by, "");
    };
  }

  private static String words(String type) {
    String spaced = type.replace('_', ' ');
    return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
  }

  private static String alert(JsonNode details) {
    String spent = Shown.of(Usd.ofSum(details.path("spent_usd").decimalValue()));
    String limit =
        details.hasNonNull("limit_usd")
            ? " of " + Shown.of(Usd.ofSum(details.path("limit_usd").decimalValue()))
            : "";
    return details.path("threshold").asInt()
        + " % reached: "
        + spent
        + limit
        + " (rule "
        + details.path("rule").asText()
        + ")";
  }

  private static String because(JsonNode details) {
    return details.hasNonNull("reason") ? ": " + details.get("reason").asText() : "";
  }

  private static String parkedAt(JsonNode details) {
    String rule = with("by rule", details, "rule");
    String report = with("at report", details, "report_id");
    return (rule + report).strip();
  }

  private static String with(String words, JsonNode details, String name) {
    return details.hasNonNull(name) ? words + " " + details.get(name).asText() + " " : "";
  }
}
