package dev.purser.api.authorizations;

import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.price.Usage;
import dev.purser.ledger.intake.Request;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a question for authorization. */
public final class AuthorizeReader {
  private static final long LEAST_TTL = 30;
  private static final long MOST_TTL = 3600;
  private static final Duration DEFAULT_TTL = Duration.ofMinutes(10);

  private AuthorizeReader() {}

  /** The question, for the agent, intent and task that were found out already. */
  public static Request.Authorize read(
      Fields asked, AgentAddress agent, @Nullable UUID intent, @Nullable String task) {
    Usd estimate = asked.cost("estimate_usd");
    Usage usage = usage(asked);
    if (estimate == null && usage == null) {
      throw asked.wrong("estimate_usd", "is required, or model, tokens_in and max_tokens_out");
    }
    UUID id = asked.uuid("authorization_id");
    return new Request.Authorize(
        agent,
        intent,
        task,
        id == null ? UUID.randomUUID() : id,
        Body.hash(asked.json(), String.valueOf(intent), String.valueOf(task)),
        estimate,
        usage,
        ttl(asked),
        asked.flag("probe"));
  }

  /** How long it is to be held. */
  static Duration ttl(Fields asked) {
    Long seconds = asked.whole("ttl_seconds", LEAST_TTL, MOST_TTL);
    return seconds == null ? DEFAULT_TTL : Duration.ofSeconds(seconds);
  }

  private static @Nullable Usage usage(Fields asked) {
    String model = asked.text("model", 200);
    Long in = asked.whole("tokens_in", 0, Usage.MAX_TOKENS);
    Long out = asked.whole("max_tokens_out", 0, Usage.MAX_TOKENS);
    if (model == null) {
      return null;
    }
    return new Usage(
        model,
        asked.text("provider", 100),
        asked.require("tokens_in", in),
        0,
        0,
        asked.require("max_tokens_out", out),
        0);
  }
}
