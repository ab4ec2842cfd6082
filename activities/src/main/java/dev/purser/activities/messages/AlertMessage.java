package dev.purser.activities.messages;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Rule;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A threshold or a limit was reached.
 *
 * @param account whose sum reached it, as alerts name it: {@code agent:…}, {@code scope:…}
 * @param agent whose call it was; null where none is known
 * @param rule the rule that says so
 * @param threshold per cent of the limit; 100 is the limit itself
 * @param spent in the rule's window
 * @param parts what of it came late, or is assumed
 * @param limit with grants; null for a rule that counts intents
 * @param burnPerHour what was taken of the account in the last hour; of an intent or a tree, what
 *     calls of that hour cost
 * @param projectedAt when the limit is reached at that rate; null: it is, or will not be, or what
 *     spends is stopped
 * @param actionTaken {@code alerted}, {@code paused}, {@code killed}, {@code blocked} or {@code
 *     observed}
 * @param since how it went on until this was written
 * @param where where the money of the window went, the dearest first
 * @param incident what it is a part of
 */
public record AlertMessage(
    String eventId,
    Instant at,
    String account,
    @Nullable String agent,
    @Nullable UUID intentId,
    @Nullable String task,
    Rule rule,
    int threshold,
    Usd spent,
    Parts parts,
    @Nullable Usd limit,
    Usd burnPerHour,
    @Nullable Instant projectedAt,
    String actionTaken,
    Since since,
    List<Line> where,
    Incident incident,
    Links links)
    implements Message {

  /** Copies the list. */
  public AlertMessage {
    where = List.copyOf(where);
  }

  /** Whether it tells of a model without a price rather than of a rule. */
  boolean isUnpriced() {
    return threshold == 0;
  }

  /** Whether the rate is of calls: nothing else is known of intents and trees by time. */
  boolean isOfCalls() {
    return account.startsWith("intent:") || account.startsWith("tree:");
  }

  /**
   * How it went on since the alert.
   *
   * @param spent in the same window by now; null: no more than then
   * @param finishes whether work in hand goes on although it is paused
   */
  public record Since(@Nullable Usd spent, boolean finishes) {
    /** Nothing more was spent, and nothing goes on. */
    public static final Since NOTHING = new Since(null, false);
  }

  @Override
  public String eventType() {
    return "alert";
  }

  /**
   * Alerts that belong together: those of one rule about one agent. The message shows the gravest
   * of those that it tells of.
   *
   * @param alerts how many there are so far
   * @param accounts how many intents, tasks or trees of the agent they are about; of others 1
   * @param told how many of them this message tells of
   * @param firstEvent the event id of the first message about it to this addressee; null: this is
   *     the first
   */
  public record Incident(
      long id, long alerts, long accounts, int told, @Nullable String firstEvent) {
    /** Whether each alert may be about another one. */
    public boolean isOfMany() {
      return accounts > 1;
    }
  }

  /**
   * What of a sum is to be told beside it.
   *
   * @param late for calls from before the window
   * @param assumed at assumed prices
   */
  public record Parts(Usd late, Usd assumed) {
    /** Nothing. */
    public static final Parts NONE = new Parts(Usd.ZERO, Usd.ZERO);
  }

  /**
   * Where a part of the money went.
   *
   * @param what a model, a task or an agent
   * @param share of the whole, 0 to 1
   */
  public record Line(String what, Usd cost, BigDecimal share) {}

  /**
   * What can be done. All but {@code view} are signed, expire, and open a page that asks to
   * confirm.
   *
   * @param resume with {@code resumeUsd} more; null where nothing is stopped or can be resumed
   * @param kill null where there is nothing left to kill
   */
  public record Links(
      URI view,
      URI acknowledge,
      @Nullable URI resume,
      @Nullable Usd resumeUsd,
      @Nullable URI kill) {}
}
