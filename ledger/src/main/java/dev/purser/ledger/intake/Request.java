package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.price.Usage;
import dev.purser.domain.window.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that changes money, as it enters Intake. Each carries an id made before it first
 * enters, so that a retry after a lost COMMIT counts nothing twice.
 *
 * @param <R> what the caller is told once it is durable
 */
public sealed interface Request<R> {
  /** Whose money it is. */
  AgentAddress agent();

  /**
   * A cost report. It names an intent, or a task, or neither (the agent's own spend).
   *
   * @param reportId unique within the agent
   * @param generatedId whether the id was made here because the sender gave none
   * @param hash of the request as it was sent
   * @param cost what it cost; null: priced here from the usage
   * @param usage model and tokens, where they were told
   * @param occurredAt when the call was made; null: now
   * @param delivery which delivery of the intent reports; 0: not told
   * @param authorizationId the authorization it settles
   * @param metadata the sender's own scalars as a JSON object; null: none
   * @param next an authorization asked for in the same breath
   * @param signOfLife whether its sender said which intent it is about, and so works on it
   */
  record Report(
      AgentAddress agent,
      @Nullable UUID intentId,
      @Nullable String task,
      String reportId,
      boolean generatedId,
      String hash,
      @Nullable Usd cost,
      @Nullable Usage usage,
      @Nullable Instant occurredAt,
      int delivery,
      @Nullable UUID authorizationId,
      @Nullable String metadata,
      @Nullable Authorize next,
      boolean signOfLife)
      implements Request<Outcome.Reported> {

    /** A report whose sender said what it is about. */
    public Report(
        AgentAddress agent,
        @Nullable UUID intentId,
        @Nullable String task,
        String reportId,
        boolean generatedId,
        String hash,
        @Nullable Usd cost,
        @Nullable Usage usage,
        @Nullable Instant occurredAt,
        int delivery,
        @Nullable UUID authorizationId,
        @Nullable String metadata,
        @Nullable Authorize next) {
      this(
          agent,
          intentId,
          task,
          reportId,
          generatedId,
          hash,
          cost,
          usage,
          occurredAt,
          delivery,
          authorizationId,
          metadata,
          next,
          true);
    }
  }

  /**
   * May this much be spent? Reserves it if so.
   *
   * @param id makes it idempotent
   * @param hash of the request as it was sent
   * @param estimate an upper bound of the call's cost; null: priced from the usage, whose output is
   *     the most tokens the call may give
   * @param probe whether a refusal only answers, rather than act like a report at the limit
   */
  record Authorize(
      AgentAddress agent,
      @Nullable UUID intentId,
      @Nullable String task,
      UUID id,
      String hash,
      @Nullable Usd estimate,
      @Nullable Usage usage,
      Duration ttl,
      boolean probe)
      implements Request<Outcome.Authorized> {}

  /** Keeps an authorization pending for longer. */
  record Extend(AgentAddress agent, UUID id, Duration ttl) implements Request<Outcome.Authorized> {}

  /** Gives back what an authorization reserved; once released, again changes nothing. */
  record Release(AgentAddress agent, UUID id) implements Request<Outcome.Authorized> {}

  /**
   * A new intent.
   *
   * @param id made by the caller
   * @param idempotencyKey the header's value; null: none was sent
   * @param hash of the request as it was sent
   * @param payload a JSON object
   * @param creator who creates it, an agent or an operator's key; idempotency keys are scoped to it
   * @param actor who creates it, as its story names them
   * @param asker the agent whose key asks; null: an operator's or an administrator's
   */
  record Create(
      AgentAddress agent,
      UUID id,
      @Nullable String idempotencyKey,
      String hash,
      String creator,
      String actor,
      @Nullable AgentAddress asker,
      String intentType,
      UUID correlationId,
      @Nullable String fromAgent,
      @Nullable String replyTo,
      String payload,
      @Nullable String task,
      Map<String, String> tags,
      @Nullable Usd limit,
      @Nullable UUID parentId,
      @Nullable Instant deadlineAt,
      int maxDeliveryAttempts)
      implements Request<Outcome.Created> {}

  /**
   * Extra budget for current windows of the agent, or of the intent with its task and tree.
   *
   * @param intentId null: the agent's own windows
   * @param period null: every window at its limit
   * @param key makes it idempotent
   */
  record Grant(
      AgentAddress agent,
      @Nullable UUID intentId,
      @Nullable Period period,
      Usd amount,
      String key,
      String actor,
      @Nullable String reason)
      implements Request<Outcome.Granted> {}

  /** Takes a grant back, as far as its window still runs. */
  record Revoke(AgentAddress agent, UUID grantId, String actor)
      implements Request<Outcome.Granted> {}

  /**
   * A person's word: has the agent (or the intent) wait, or ends its work.
   *
   * @param intentId null: the agent itself
   * @param directive PARK or KILL
   */
  record Stop(
      AgentAddress agent,
      @Nullable UUID intentId,
      Directive directive,
      String actor,
      @Nullable String reason)
      implements Request<Outcome.Stopped> {}

  /**
   * Takes away what holds the agent (or the intent, its task and its tree) as of now. Gives the
   * grant first where one is named; refused with BUDGET_EXCEEDED where a stopping window would
   * still be full.
   *
   * @param grant null: none
   * @param knownUntil a person who stopped it after that is not overruled: CONFLICT; null: whoever
   *     asks knows how it stands
   */
  record Resume(
      AgentAddress agent,
      @Nullable UUID intentId,
      @Nullable Usd grant,
      String key,
      @Nullable Instant knownUntil,
      String actor,
      @Nullable String reason)
      implements Request<Outcome.Resumed> {}

  /** A correcting entry by hand; nothing is released by it. */
  record Correct(
      AgentAddress agent,
      @Nullable UUID intentId,
      @Nullable String reportId,
      Usd amount,
      String key,
      String actor,
      String reason)
      implements Request<Outcome.Reported> {}

  /**
   * Reposts one entry that was counted at an assumed price, now that the price is known.
   *
   * @param intentId whose entry it is; null: the agent's own
   */
  record Repost(
      AgentAddress agent, @Nullable UUID intentId, long entryId, Instant postedAt, String actor)
      implements Request<Outcome.Reported> {}

  /** Judges what is already spent against the policies in force: after a policy was changed. */
  record Judge(AgentAddress agent) implements Request<Outcome.AgentStanding> {}
}
