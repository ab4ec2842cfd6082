package dev.purser.domain.policy;

import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an agent, of a scope, or of one intent.
 *
 * @param owner the agent's address, the scope, or the intent's id
 * @param version counts the owner's policies from 1; 0 where there is none
 * @param applies for a scope: to each agent below, or to their sum
 * @param zone whose calendar the windows follow
 * @param rules in the order they were written
 * @param inFlight what a pause does to running intents
 * @param unpriced what a usage without a price costs
 * @param offline what an intent may spend while Purser does not answer; null: the default
 * @param mode whether the rules act or only record
 * @param acceptFrom whose keys may send the agent intents, besides its own: addresses, or prefixes
 *     as {@link Scope} has them; empty: those of all agents of its organisation
 */
public record Policy(
    String owner,
    long version,
    Applies applies,
    ZoneId zone,
    List<Rule> rules,
    InFlight inFlight,
    Unpriced unpriced,
    @Nullable Usd offline,
    Mode mode,
    List<String> acceptFrom) {
  private static final int MOST_SENDERS = 50;
  private static final AgentAddress ANYBODY = new AgentAddress("agent://a/b");

  /** Checks what single rules cannot: a sum over many agents has calendar windows only. */
  public Policy {
    rules = List.copyOf(rules);
    acceptFrom = List.copyOf(acceptFrom);
    requireSenders(acceptFrom);
    for (int i = 0; i < rules.size(); i++) {
      if (applies == Applies.TOTAL && !rules.get(i).period().isCalendar()) {
        throw new InvalidFieldException(
            "rules[" + i + "].period", "must be hour, day, week or month where applies is total");
      }
    }
    if (offline != null && offline.isNegative()) {
      throw new InvalidFieldException("offline_usd", "must be at least 0");
    }
  }

  /** A policy that narrows nothing of who may send. */
  public Policy(
      String owner,
      long version,
      Applies applies,
      ZoneId zone,
      List<Rule> rules,
      InFlight inFlight,
      Unpriced unpriced,
      @Nullable Usd offline,
      Mode mode) {
    this(owner, version, applies, zone, rules, inFlight, unpriced, offline, mode, List.of());
  }

  private static void requireSenders(List<String> senders) {
    if (senders.size() > MOST_SENDERS) {
      throw new InvalidFieldException("accept_from", "must be at most " + MOST_SENDERS);
    }
    for (String each : senders) {
      try {
        covers(each, ANYBODY);
      } catch (IllegalArgumentException e) {
        throw new InvalidFieldException(
            "accept_from",
            "each must be an address such as agent://org/name, or a prefix such as agent://org/*,"
                + " not "
                + each);
      }
    }
  }

  private static boolean covers(String senders, AgentAddress sender) {
    return senders.endsWith("*")
        ? Scope.parse(senders).covers(sender)
        : AgentAddress.parse(senders).equals(sender);
  }

  /** Whether this agent's key may send intents under this policy. */
  public boolean accepts(AgentAddress sender) {
    return acceptFrom.isEmpty() || acceptFrom.stream().anyMatch(each -> covers(each, sender));
  }

  /** What an intent under all of these may spend while Purser does not answer: the least said. */
  public static @Nullable Usd leastOffline(List<Policy> policies) {
    return policies.stream()
        .map(Policy::offline)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** A policy with every other part at its default. */
  public static Policy of(String owner, long version, ZoneId zone, List<Rule> rules) {
    return new Policy(
        owner,
        version,
        Applies.EACH,
        zone,
        rules,
        InFlight.PARK,
        Unpriced.ASSUME,
        null,
        Mode.ENFORCE);
  }

  /**
   * What holds for an agent under no rule: no limit, and one alert a day at this sum.
   *
   * @param alertAt the daily sum
   */
  public static Policy unlimited(String agent, ZoneId zone, Usd alertAt) {
    Rule alert =
        new Rule(
            Period.DAY, alertAt, null, Action.ALERT, List.of(), List.of(), Resume.MANUAL, null);
    return of(agent, 0, zone, List.of(alert));
  }

  /** The same policy, whose rules all act. */
  public Policy enforced() {
    return with(rules.stream().map(rule -> rule.in(null)).toList(), Mode.ENFORCE);
  }

  /** The same policy, with only those of its rules. */
  public Policy keeping(Predicate<Rule> wanted) {
    return with(rules.stream().filter(wanted).toList(), mode);
  }

  /**
   * What governs an intent in the tree of another agent's root: the intent's agent's own policies
   * but for their rules of trees, and of the root's agent's policies only those.
   */
  public static List<Policy> withinTree(List<Policy> own, List<Policy> ofRoot) {
    List<Policy> all = new ArrayList<>();
    own.forEach(policy -> all.add(policy.keeping(rule -> rule.period() != Period.TREE)));
    ofRoot.stream()
        .map(policy -> policy.keeping(rule -> rule.period() == Period.TREE))
        .filter(policy -> !policy.rules().isEmpty())
        .forEach(all::add);
    return all;
  }

  private Policy with(List<Rule> others, Mode other) {
    return new Policy(
        owner, version, applies, zone, others, inFlight, unpriced, offline, other, acceptFrom);
  }

  /** Whether one of the rules tells this addressee. */
  public boolean tells(String addressee) {
    return rules.stream().anyMatch(rule -> rule.addressees().contains(addressee));
  }

  /** Whether the rule of this policy acts rather than only records. */
  public boolean enforces(Rule rule) {
    Mode own = rule.mode();
    return (own == null ? mode : own) == Mode.ENFORCE;
  }
}
