package dev.purser.api.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Subjects;
import dev.purser.api.authorizations.AuthorizeReader;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.price.Usage;
import dev.purser.ledger.Json;
import dev.purser.ledger.intake.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads cost reports. Amounts and tokens stand at the top or in {@code metadata}. */
public final class ReportReader {
  private static final Duration MAX_AGE = Duration.ofDays(35);
  private static final Duration MAX_AHEAD = Duration.ofMinutes(5);
  private static final int MAX_ID = 200;

  private final Subjects subjects;

  public ReportReader(Subjects subjects) {
    this.subjects = subjects;
  }

  /**
   * One report.
   *
   * @param key the request's idempotency key, which stands in for a report id; null: none
   * @param now to judge {@code occurred_at} by
   */
  public Request.Report read(Fields report, Caller caller, @Nullable String key, Instant now) {
    Fields metadata = report.object("metadata");
    requireScalars(metadata);
    UUID intent = report.uuid("intent_id");
    String task = report.text("task", Subjects.MAX_TASK);
    AgentAddress agent = subjects.agent(report, intent, caller);
    Usd cost = either(report, metadata, "cost_usd", Fields::cost);
    Usage usage = usage(report, metadata);
    if (cost == null && usage == null) {
      throw report.wrong("cost_usd", "is required, or a model with its tokens to price");
    }
    String given = report.text("report_id", MAX_ID);
    if (given != null && key != null && !given.equals(key)) {
      throw report.wrong("report_id", "differs from the header Idempotency-Key");
    }
    String id = given != null ? given : key;
    return new Request.Report(
        agent,
        intent,
        task,
        id == null ? UUID.randomUUID().toString() : id,
        id == null,
        Body.hash(report.json()),
        cost,
        usage,
        occurredAt(report, now),
        (int) orZero(report.whole("delivery", 1, Integer.MAX_VALUE)),
        report.uuid("authorization_id"),
        metadata(report),
        next(report, agent, intent, task));
  }

  private static void requireScalars(@Nullable Fields metadata) {
    if (metadata != null) {
      metadata
          .json()
          .properties()
          .forEach(
              member -> {
                if (member.getValue().isContainerNode()) {
                  throw metadata.wrong(
                      member.getKey(), "must be text, a number, true, false or null");
                }
              });
    }
  }

  /** From the top or from the metadata; both may say it if they say the same. */
  private static <T> @Nullable T either(
      Fields top,
      @Nullable Fields metadata,
      String name,
      BiFunction<Fields, String, @Nullable T> reader) {
    T above = reader.apply(top, name);
    T below = metadata == null ? null : reader.apply(metadata, name);
    if (above != null && below != null && !above.equals(below)) {
      throw top.wrong(name, "differs from metadata." + name);
    }
    return above != null ? above : below;
  }

  private static @Nullable Usage usage(Fields top, @Nullable Fields metadata) {
    String model = either(top, metadata, "model", (f, name) -> f.text(name, 200));
    String provider = either(top, metadata, "provider", (f, name) -> f.text(name, 100));
    long in = tokens(top, metadata, "tokens_in");
    long cached = tokens(top, metadata, "tokens_cached");
    long written = tokens(top, metadata, "tokens_cache_write");
    long out = tokens(top, metadata, "tokens_out");
    long reasoning = tokens(top, metadata, "tokens_reasoning");
    if (model == null) {
      return null;
    }
    if (reasoning > out) {
      throw top.wrong("tokens_reasoning", "must be at most tokens_out, which includes them");
    }
    return new Usage(model, provider, in, cached, written, out, reasoning);
  }

  private static long tokens(Fields top, @Nullable Fields metadata, String name) {
    return orZero(either(top, metadata, name, (f, field) -> f.whole(field, 0, Usage.MAX_TOKENS)));
  }

  private static long orZero(@Nullable Long value) {
    return Objects.requireNonNullElse(value, 0L);
  }

  private static @Nullable Instant occurredAt(Fields report, Instant now) {
    Instant at = report.time("occurred_at");
    if (at != null && at.isAfter(now.plus(MAX_AHEAD))) {
      throw report.wrong("occurred_at", "must be at most 5 minutes ahead");
    }
    if (at != null && at.isBefore(now.minus(MAX_AGE))) {
      throw report.wrong("occurred_at", "must be at most 35 days back");
    }
    return at;
  }

  private static @Nullable String metadata(Fields report) {
    JsonNode metadata = report.json().get("metadata");
    JsonNode attempt = report.json().get("attempt");
    if (attempt == null) {
      return metadata instanceof ObjectNode ? metadata.toString() : null;
    }
    report.whole("attempt", 0, Integer.MAX_VALUE);
    ObjectNode kept =
        metadata instanceof ObjectNode object ? object.deepCopy() : Json.MAPPER.createObjectNode();
    kept.set("attempt", attempt);
    return Json.write(kept);
  }

  private static Request.@Nullable Authorize next(
      Fields report, AgentAddress agent, @Nullable UUID intent, @Nullable String task) {
    Fields next = report.object("next");
    if (next == null) {
      return null;
    }
    for (String name : new String[] {"agent", "intent_id", "task"}) {
      if (next.has(name)) {
        throw new InvalidFieldException(next.path(name), "stands in the report around it");
      }
    }
    return AuthorizeReader.read(next, agent, intent, task);
  }
}
