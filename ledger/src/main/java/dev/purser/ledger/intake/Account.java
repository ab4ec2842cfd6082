package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.Order;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Balance;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A locked account, as it stands within the transaction. Each change raises its version.
 *
 * <p>A window that is not loaded is not open in the ledger either: it is built from quarter-hour
 * sums once a rule asks for it, so nothing is posted past it.
 */
final class Account {
  /** Where decisions about the whole life of an account are filed. */
  static final Instant WHOLE_LIFE = Instant.MIN;

  private final long id;
  private final AccountKey key;
  private final long agentId;
  private final boolean fresh;
  private AgentStatus status;
  private @Nullable Hold parkedBy;
  private boolean stands;
  private final long policyVersion;
  private final @Nullable Usd limit;
  private long version;
  private Sums life = Sums.none();
  private @Nullable Instant newsAt;
  private boolean changed;

  private final List<Window> windows = new ArrayList<>();
  private final List<OpenHold> holds = new ArrayList<>();
  private final Map<Instant, Set<String>> raised = new HashMap<>();
  private final Quarters quarters = new Quarters();
  private final Minutes minutes;

  /** One that is there, without its sums, or a fresh one that this transaction creates. */
  Account(
      long id,
      AccountKey key,
      long agentId,
      boolean fresh,
      AgentStatus status,
      @Nullable Hold parkedBy,
      long policyVersion,
      @Nullable Usd limit,
      @Nullable Instant burnSince) {
    this.id = id;
    this.key = key;
    this.agentId = agentId;
    this.fresh = fresh;
    this.status = status;
    this.parkedBy = parkedBy;
    this.policyVersion = policyVersion;
    this.limit = limit;
    this.minutes = new Minutes(burnSince);
  }

  /** One that this transaction creates. */
  static Account create(long id, AccountKey key, long agentId, @Nullable Usd limit) {
    return new Account(id, key, agentId, true, AgentStatus.ACTIVE, null, 0, limit, null);
  }

  /** Sets what the row says. */
  Account load(long atVersion, Sums sums, @Nullable Instant news) {
    version = atVersion;
    life = sums;
    newsAt = news;
    return this;
  }

  /**
   * Counts an amount in the windows that it is posted to.
   *
   * @param burnedAt in which minute it makes a burn rate; null: in none
   */
  void post(EntryLine line, @Nullable Instant burnedAt) {
    Usd amount = line.amount();
    life.post(amount);
    windowsAt(line.windowAt()).forEach(window -> window.post(amount));
    if (keepsQuarters()) {
      quarters.post(amount, line.windowAt(), line.occurredAt(), line.assumed());
    }
    if (burnedAt != null && keepsMinutes()) {
      minutes.post(amount, burnedAt);
    }
    touch();
  }

  private boolean keepsMinutes() {
    return key.kind() == AccountKind.AGENT || key.kind() == AccountKind.SCOPE;
  }

  /** Old minutes must not undo what a person resumes now. */
  void resume(Instant now) {
    minutes.beginAnew(now);
    changed = true;
  }

  /** Reserves an amount, or gives a negative one back, in the windows open at {@code at}. */
  void reserve(Usd amount, Instant at) {
    life.reserve(amount);
    windowsAt(at).forEach(window -> window.reserve(amount));
    touch();
  }

  /** One more intent. */
  void countIntent(Instant at) {
    life.countIntent();
    windowsAt(at).forEach(Window::countIntent);
    if (keepsQuarters()) {
      quarters.countIntent(at);
    }
    touch();
  }

  /** Extra budget: for life, or for the windows of a calendar period open at {@code at}. */
  void grant(Usd amount, Period period, Instant at) {
    if (isForLife(period)) {
      life.grant(amount);
    } else {
      windowsAt(at).stream()
          .filter(window -> window.period() == period)
          .forEach(window -> window.grant(amount));
    }
    touch();
  }

  /** Takes back what {@link #grant} gave. */
  void revoke(Usd amount, Period period, Instant at) {
    if (isForLife(period)) {
      life.revoke(amount);
    } else {
      windowsAt(at).stream()
          .filter(window -> window.period() == period)
          .forEach(window -> window.revoke(amount));
    }
    touch();
  }

  void touch() {
    version++;
    changed = true;
  }

  private List<Window> windowsAt(Instant at) {
    return windows.stream().filter(window -> window.holds(at)).toList();
  }

  private boolean keepsQuarters() {
    return key.kind() != AccountKind.INTENT && key.kind() != AccountKind.TREE;
  }

  /** All that is said of a task holds for a day. */
  private boolean isForLife(Period period) {
    return key.kind() != AccountKind.TASK && (period == Period.INTENT || period == Period.TREE);
  }

  /** What the engine sees of it. */
  Balance balance(Period period, ZoneId zone, @Nullable TimeWindow window) {
    if (window == null) {
      return life.balance(raisedIn(WHOLE_LIFE));
    }
    Window open = window(period, zone, window);
    if (open == null) {
      throw new IllegalStateException("no " + period + " window of " + key + " is loaded");
    }
    return open.sums().balance(raisedIn(window.start()));
  }

  @Nullable Window window(Period period, ZoneId zone, TimeWindow time) {
    for (Window window : windows) {
      if (window.is(period, zone, time.start())) {
        return window;
      }
    }
    return null;
  }

  void add(Window window) {
    windows.add(window);
  }

  Set<String> raisedIn(Instant windowStart) {
    return raised.getOrDefault(windowStart, Set.of());
  }

  /** From now on it counts as raised. */
  void raise(Instant windowStart, String raisedKey) {
    Set<String> more = new HashSet<>(raisedIn(windowStart));
    more.add(raisedKey);
    raised.put(windowStart, Set.copyOf(more));
  }

  void add(OpenHold hold) {
    holds.add(hold);
  }

  List<OpenHold> holds() {
    return holds;
  }

  /** What its holds demand. */
  List<Demand> demands() {
    return holds.stream().map(hold -> hold.demand(key)).toList();
  }

  /** Lets go of a hold. */
  void release(OpenHold hold) {
    holds.remove(hold);
  }

  /** Where the agent stands from now on. */
  void stand(Order order) {
    status = order.directive().upon(AgentStatus.ACTIVE);
    parkedBy = order.parkedBy();
    stands = true;
    touch();
  }

  /** Whether where it stands is to be written. */
  boolean stands() {
    return stands;
  }

  /** Whether its workflow was ever to hear its totals. */
  boolean hasHadNews() {
    return newsAt != null;
  }

  /** When its workflow next hears its totals; sets it if that is not yet arranged. */
  @Nullable Instant arrangeNews(Instant now, Duration apart) {
    if (newsAt != null && newsAt.isAfter(now)) {
      return null;
    }
    Instant next = newsAt == null ? now : newsAt.plus(apart);
    newsAt = next.isBefore(now) ? now : next;
    changed = true;
    return newsAt;
  }

  long id() {
    return id;
  }

  AccountKey key() {
    return key;
  }

  /** Whether it is of a part of an agent's work: an intent, a task or a tree of intents. */
  boolean isNarrow() {
    return switch (key.kind()) {
      case INTENT, TASK, TREE -> true;
      case AGENT, SCOPE -> false;
    };
  }

  long agentId() {
    return agentId;
  }

  boolean isFresh() {
    return fresh;
  }

  boolean isChanged() {
    return changed;
  }

  AgentStatus status() {
    return status;
  }

  @Nullable Hold parkedBy() {
    return parkedBy;
  }

  long policyVersion() {
    return policyVersion;
  }

  @Nullable Usd limit() {
    return limit;
  }

  long version() {
    return version;
  }

  /** For its whole life. */
  Sums life() {
    return life;
  }

  @Nullable Instant newsAt() {
    return newsAt;
  }

  List<Window> windows() {
    return windows;
  }

  Quarters quarters() {
    return quarters;
  }

  Minutes minutes() {
    return minutes;
  }
}
