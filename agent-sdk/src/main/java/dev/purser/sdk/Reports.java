package dev.purser.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.money.Usd;
import dev.purser.domain.price.Usage;
import dev.purser.workflows.delivery.Delivery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reports as the API reads them. */
final class Reports {
  private Reports() {}

  static ObjectNode write(
      Delivery delivery, String reportId, Spend spend, @Nullable String authorizationId) {
    ObjectNode report = about(delivery).put("report_id", reportId);
    Usd cost = spend.cost();
    if (cost != null) {
      report.put("cost_usd", cost.toBigDecimal());
    }
    if (spend.usage() != null) {
      write(report, spend.usage());
    }
    Instant at = spend.occurredAt();
    if (at != null) {
      report.put("occurred_at", at.toString());
    }
    if (authorizationId != null) {
      report.put("authorization_id", authorizationId);
    }
    if (!spend.metadata().isEmpty()) {
      report.set("metadata", Http.JSON.valueToTree(spend.metadata()));
    }
    return report;
  }

  /** What names the work: an intent that was delivered, or else a task. */
  static ObjectNode about(Delivery delivery) {
    ObjectNode about = Http.JSON.createObjectNode().put("agent", delivery.agent());
    return delivery.delivery() == 0
        ? about.put("task", delivery.task())
        : about.put("intent_id", delivery.intentId()).put("delivery", delivery.delivery());
  }

  private static void write(ObjectNode report, Usage usage) {
    report
        .put("model", usage.model())
        .put("tokens_in", usage.input())
        .put("tokens_out", usage.output())
        .put("tokens_cached", usage.cachedInput())
        .put("tokens_cache_write", usage.cacheWrite())
        .put("tokens_reasoning", usage.reasoning());
    if (usage.provider() != null) {
      report.put("provider", usage.provider());
    }
  }

  /** What a report comes to, by list prices where it has no amount. */
  static Usd worth(ObjectNode report) {
    JsonNode cost = report.path("cost_usd");
    if (cost.isNumber()) {
      return Usd.ofSum(cost.decimalValue());
    }
    Usage usage =
        new Usage(
            report.path("model").asText(),
            report.path("provider").asText(null),
            report.path("tokens_in").asLong(),
            report.path("tokens_cached").asLong(),
            report.path("tokens_cache_write").asLong(),
            report.path("tokens_out").asLong(),
            report.path("tokens_reasoning").asLong());
    return Estimate.of(usage, Instant.now());
  }
}
