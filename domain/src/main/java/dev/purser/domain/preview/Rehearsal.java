package dev.purser.domain.preview;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.Asked;
import dev.purser.domain.policy.Crossing;
import dev.purser.domain.policy.Decision;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Path;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.PolicyEngine;
import dev.purser.domain.policy.Reached;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs the engine over past spend, as if one policy, and it alone, had been set when the past that
 * it is told begins, with nothing spent before that.
 *
 * <p>Of each quarter of an hour only the sums are known. So what the rule that stops first leaves
 * of a quarter is counted, up to the very limit, and the rest of it would have been stopped; the
 * burn rate of a quarter is its sum times four, whatever minutes a rule takes it over.
 *
 * <p>What is stopped is not counted on. A pause or a kill of calendar windows is taken to last
 * until the window ends, also where a person would have to resume it: nobody knows when that would
 * have been. One of an intent or a tree lasts for good, and so does a refusal of a new intent; one
 * of a task, by whatever rule, lasts for its day.
 */
public final class Rehearsal {
  /** How many quarters make the hour that rates are told by. */
  private static final BigInteger QUARTERS_OF_HOUR = BigInteger.valueOf(4);

  private final Policy policy;
  private final Policy blocking;
  private final Map<Rule, Integer> indexes = new HashMap<>();
  private final PastBook book;
  private final Tally tally;

  private final Map<UUID, PastAccount.Stop> refused = new HashMap<>();
  private @Nullable AgentAddress agent;

  /** The rehearsal of this policy; whom its rules notify does not matter. */
  public Rehearsal(Policy policy) {
    this.policy = policy;
    this.blocking = policy.keeping(rule -> rule.action() == Action.BLOCK);
    for (int i = 0; i < policy.rules().size(); i++) {
      // Of two that say the same, the engine crosses the first.
      indexes.putIfAbsent(policy.rules().get(i), i);
    }
    this.book = new PastBook(policy);
    this.tally = new Tally(policy);
  }

  /**
   * What happened next: of one agent after the other, or of all together where the policy applies
   * to their total, in the order of time; in a quarter what was created before what was spent.
   */
  public void take(Past past) {
    if (past.agent() != null && !past.agent().equals(agent)) {
      agent = past.agent();
      book.forget();
      refused.clear();
    }
    book.enter(past.quarter());
    if (past instanceof Past.Spent spent) {
      spend(spent);
    } else if (past instanceof Past.Created created) {
      create(created);
    }
  }

  /** What came of it so far. */
  public Preview preview() {
    return tally.preview();
  }

  private void spend(Past.Spent spent) {
    Instant at = spent.quarter();
    tally.spent(at, spent.amount());
    Path path = path(spent, spent.intent());
    PastAccount.Stop stop = stopOf(spent, path);
    if (stop != null) {
      tally.stopped(at, stop.rule(), spent.amount());
      return;
    }
    book.post(path, spent.amount());
    Decision decision = decide(policy, path, Asked.NOTHING);
    Crossing first = stopsFirst(decision);
    Usd over = first == null ? Usd.ZERO : over(first).min(spent.amount());
    if (first != null && over.isPositive()) {
      tally.stopped(at, index(first), over);
      book.post(path, over.negated());
      decision = decide(policy, path, Asked.NOTHING);
    }
    record(spent, decision);
  }

  /** The limit that was passed by most: it was reached before all others. */
  private static @Nullable Crossing stopsFirst(Decision decision) {
    Crossing first = null;
    for (Crossing crossing : decision.crossings()) {
      if (stops(crossing) && (first == null || over(crossing).compareTo(over(first)) > 0)) {
        first = crossing;
      }
    }
    return first;
  }

  private static boolean stops(Crossing crossing) {
    Rule rule = crossing.at().rule();
    return crossing.isLimit()
        && crossing.at().enforced()
        && rule.maxIntents() == null
        && (rule.action() == Action.PAUSE || rule.action() == Action.KILL);
  }

  /** How much of what was posted lies above the limit. */
  private static Usd over(Crossing crossing) {
    Usd limit = crossing.at().limit();
    if (limit == null) {
      return Usd.ZERO;
    }
    Usd over = crossing.at().spent().minus(limit);
    return crossing.at().rule().burn() == null
        ? over
        : new Usd(over.exactNanos().divide(QUARTERS_OF_HOUR));
  }

  private int index(Crossing crossing) {
    return indexes.getOrDefault(crossing.at().rule(), 0);
  }

  /** Each threshold once, and a stop where one is reached that stops. */
  private void record(Past past, Decision decision) {
    for (Crossing crossing : decision.crossings()) {
      PastAccount account = book.account(crossing.at().account());
      TimeWindow window = crossing.at().window();
      account.raise(crossing.at().rule().period(), window, crossing.raisedKey());
      tally.crossed(past, index(crossing), crossing);
      if (stops(crossing)) {
        account.stop(stop(crossing.at().rule(), window));
      }
    }
  }

  private PastAccount.Stop stop(Rule rule, @Nullable TimeWindow window) {
    return new PastAccount.Stop(
        indexes.getOrDefault(rule, 0),
        rule.action() == Action.KILL,
        window == null ? Instant.MAX : window.end());
  }

  /**
   * A killed agent takes no new intent, a rule that blocks refuses it, and a count that is full
   * stops the one that is too many. What only waits is taken, and counted.
   */
  private void create(Past.Created created) {
    Path path = path(created, null);
    PastAccount.Stop stop = book.killOf(path);
    if (stop != null) {
      refused.put(created.intent(), new PastAccount.Stop(stop.rule(), true, Instant.MAX));
      return;
    }
    if (!created.tracked() && !admit(created, path)) {
      return;
    }
    book.countIntent(path);
  }

  private boolean admit(Past.Created created, Path path) {
    Decision decision = decide(policy, path, Asked.INTENT);
    record(created, decision);
    Reached by = decision.by();
    if (by != null && decision.directive() == Directive.KILL) {
      refused.put(created.intent(), stop(by.rule(), null));
      return false;
    }
    Decision blocked = decide(blocking, path, Asked.INTENT);
    if (blocked.refusal() != null && blocked.by() != null) {
      refused.put(created.intent(), stop(blocked.by().rule(), null));
      return false;
    }
    if (by != null && by.rule().maxIntents() != null && decision.directive() == Directive.PARK) {
      refused.put(created.intent(), stop(by.rule(), by.window()));
    }
    return true;
  }

  private Decision decide(Policy rules, Path path, Asked asked) {
    return PolicyEngine.decide(List.of(rules), path, book, asked, book.now());
  }

  private PastAccount.@Nullable Stop stopOf(Past past, Path path) {
    PastAccount.Stop stop = book.stopOf(path);
    if (stop != null) {
      return stop;
    }
    PastAccount.Stop ofIntent = refused.get(past.intent());
    return ofIntent != null && ofIntent.until().isAfter(book.now()) ? ofIntent : null;
  }

  /** A part that no rule looks at is left out: it would only cost time. */
  private Path path(Past past, @Nullable UUID intent) {
    boolean each = policy.applies() == Applies.EACH;
    AgentAddress of = past.agent();
    AccountKey widest =
        each && of != null ? AccountKey.agent(of) : AccountKey.scope(new Scope(policy.owner()));
    UUID root = past.root();
    boolean tasks = book.looksAt(Period.TASK) || book.looksAt(Period.INTENT);
    AccountKey task =
        past.task() != null && of != null && tasks ? AccountKey.task(of, past.task()) : null;
    Path path =
        new Path(
            intent != null && book.looksAt(Period.INTENT) ? AccountKey.intent(intent) : null,
            task,
            root != null && book.looksAt(Period.TREE) ? AccountKey.tree(root) : null,
            widest,
            each ? List.of() : List.of(widest));
    return past.tracked() && path.intent() != null && task != null ? path.tracked() : path;
  }
}
