package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.intent.Order;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.window.Period;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What Intake tells a caller once what it asked for is durable. */
public final class Outcome {
  private Outcome() {}

  /**
   * Where an agent stands.
   *
   * @param version the sum of the versions of its account and those of the scopes above it
   * @param directive what the agent's own spend must do; strictest over its rules, status and
   *     scopes
   * @param today posted in the current day of its policy's zone
   * @param remaining the least any stopping rule leaves; null without one
   */
  public record AgentStanding(
      AgentAddress agent,
      long version,
      AgentStatus status,
      Directive directive,
      Usd today,
      @Nullable Usd remaining,
      @Nullable Hold parkedBy) {}

  /**
   * Where an intent stands.
   *
   * @param version the sum of its own, its task's and its tree's account's versions
   * @param cost posted in its whole life
   * @param offline the most it may spend while Purser is away; null: no policy in force says
   * @param parkedBy the oldest hold in force; null if none is
   */
  public record IntentStanding(
      UUID intentId,
      AgentAddress agent,
      @Nullable String task,
      long version,
      IntentStatus status,
      Directive directive,
      Usd cost,
      @Nullable Usd remaining,
      @Nullable Usd offline,
      @Nullable Hold parkedBy) {}

  /**
   * A report was counted.
   *
   * @param duplicate whether it had been before; what was charged is then told as it was answered
   *     at that time, and where the agent and the intent stand as it is now
   * @param charged what was counted
   * @param assumed whether at an assumed price (or, under policy {@code allow}, at none)
   * @param overAuthorized what was spent beyond the authorization it settled
   * @param late of a report whose authorization had expired, or was released, before it came: how
   *     much of it lies past a limit; null of any other
   * @param next the answer to the authorization asked for in the same breath
   */
  public record Reported(
      String reportId,
      boolean duplicate,
      Directive directive,
      Usd charged,
      boolean assumed,
      Usd overAuthorized,
      @Nullable Usd late,
      @Nullable IntentStanding intent,
      AgentStanding agent,
      @Nullable Authorized next) {
    /** The same answer, given again, with where its agent and intent stand now. */
    Reported again(
        boolean asDuplicate,
        Verdict verdict,
        @Nullable IntentStanding intentNow,
        AgentStanding agentNow) {
      return new Reported(
          reportId,
          asDuplicate,
          verdict.directive(),
          charged,
          assumed,
          overAuthorized,
          late,
          intentNow == null ? intent : intentNow,
          agentNow,
          next == null ? null : next.standing(verdict));
    }
  }

  /**
   * The answer to an authorization.
   *
   * @param amount what is reserved; zero where denied
   * @param reason {@code limit}, {@code pending}, {@code unpriced}, {@code paused}, {@code killed};
   *     null where allowed
   * @param rule the rule that refused, in words
   * @param affordable the most that would be allowed now; null without a stopping rule
   * @param affordableOutput the most output tokens that would buy, where it was asked by usage
   * @param retryAfterMs when it may be worth asking again; null: not by waiting
   */
  public record Authorized(
      UUID id,
      boolean allowed,
      Usd amount,
      Instant expiresAt,
      @Nullable Usd remaining,
      @Nullable Usd affordable,
      @Nullable Long affordableOutput,
      Directive directive,
      @Nullable String reason,
      @Nullable String rule,
      @Nullable Long retryAfterMs) {
    /** The same answer, given again: whoever is held meanwhile is allowed nothing. */
    Authorized standing(Verdict verdict) {
      String stopped = verdict.stopped();
      return stopped == null
          ? this
          : new Authorized(
              id,
              false,
              Usd.ZERO,
              expiresAt,
              verdict.decision().remaining(),
              Usd.ZERO,
              null,
              verdict.directive(),
              stopped,
              verdict.heldByRule(),
              null);
    }
  }

  /**
   * An intent was taken.
   *
   * @param duplicate whether this is the answer to an earlier request with the same idempotency key
   */
  public record Created(UUID intentId, IntentStatus status, Instant createdAt, boolean duplicate) {}

  /** One grant. */
  public record GrantLine(
      UUID grantId, Period period, Usd amount, @Nullable Usd limit, @Nullable Instant expiresAt) {}

  /** Grants were given, or taken back. */
  public record Granted(List<GrantLine> grants, boolean duplicate) {}

  /**
   * What a person's pause or kill came to.
   *
   * @param order what the agent (or the intent) must do now
   * @param changed whether it was not so before
   */
  public record Stopped(Order order, boolean changed) {}

  /**
   * What a resume has taken away.
   *
   * @param holdIds the holds that went
   * @param order what the agent (or the intent) must do now
   */
  public record Resumed(List<Long> holdIds, Order order, List<GrantLine> grants) {}
}
