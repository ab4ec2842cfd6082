package dev.purser.api.authorizations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.intake.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The answer to a question for authorization. */
public record AuthorizedView(
    boolean ok,
    String decision,
    String authorizationId,
    Instant expiresAt,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Usd remainingUsd,
    @Nullable Affordable affordable,
    Directive directive,
    @Nullable String reason,
    @Nullable String rule,
    @Nullable Long retryAfterMs) {

  /** The most that would be allowed now. */
  public record Affordable(Usd usd, @Nullable Long maxTokensOut) {}

  /** The view of Intake's answer; null of none. */
  public static @Nullable AuthorizedView of(Outcome.@Nullable Authorized answer) {
    return answer == null ? null : from(answer);
  }

  /** The view of Intake's answer. */
  public static AuthorizedView from(Outcome.Authorized answer) {
    Usd affordable = answer.affordable();
    return new AuthorizedView(
        true,
        answer.allowed() ? "allow" : "deny",
        answer.id().toString(),
        answer.expiresAt(),
        answer.remaining(),
        affordable == null ? null : new Affordable(affordable, answer.affordableOutput()),
        answer.directive(),
        answer.reason(),
        answer.rule(),
        answer.retryAfterMs());
  }
}
