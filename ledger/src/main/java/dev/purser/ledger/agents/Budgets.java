package dev.purser.ledger.agents;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.Path;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.PolicyEngine;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Rows;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.intents.IntentRows;
import dev.purser.ledger.policies.Policies;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads what policies in force leave of their budgets; decides nothing. */
public final class Budgets {
  /** Sums everyone sees, whatever the rules look at. */
  private static final List<Period> ALWAYS = List.of(Period.DAY, Period.WEEK, Period.MONTH);

  private static final String LIFE =
      """
      select posted as spent, pending, granted, intents from account
      where kind = :kind and name = :name
      """;

  /** A window that nothing was posted to since it began is not there: its quarters are. */
  private static final String WINDOW =
      """
      select
        coalesce(w.posted, (select sum(posted) from quarter_sum q
          where q.account_id = a.id and q.quarter >= :from and q.quarter < :to), 0) as spent,
        coalesce(w.intents, (select sum(intents) from quarter_sum q
          where q.account_id = a.id and q.quarter >= :from and q.quarter < :to), 0) as intents,
        coalesce(w.pending, case when a.pending > 0 then
          (select sum(amount) from spending_authorization s
            where s.state = 'pending' and s.accounts @> array[a.id]
              and s.reserved_at >= :from and s.reserved_at < :to) end, 0) as pending,
        coalesce(w.granted, (select sum(amount) from budget_grant g
          where g.account_id = a.id and g.period = :period and g.revoked_at is null
            and g.starts_at >= :from and g.starts_at < :to), 0) as granted
      from account a
      left join window_sum w on w.account_id = a.id and w.period = :period and w.zone = :zone
        and w.starts_at = :from
      where a.kind = :kind and a.name = :name
      """;

  private Budgets() {}

  /** The policies in force for an agent, the one for itself first. */
  public static List<Policy> policies(Handle handle, AgentAddress agent) {
    List<String> owners =
        Stream.concat(Stream.of(agent.value()), agent.scopes().stream().map(Scope::value)).toList();
    return inForce(Policies.current(handle, owners), agent);
  }

  /** The policies in force for an intent: about its tree, those of the root's agent are. */
  public static List<Policy> policies(Handle handle, Intent intent) {
    List<Policy> own = policies(handle, intent.agent());
    if (intent.rootId().equals(intent.id())) {
      return own;
    }
    AgentAddress root =
        IntentRows.find(handle, intent.rootId()).map(Intent::agent).orElse(intent.agent());
    return root.equals(intent.agent()) ? own : Policy.withinTree(own, policies(handle, root));
  }

  /** The policies of these in force for an agent, the one for itself first. */
  public static List<Policy> inForce(Map<String, Policy> byOwner, AgentAddress agent) {
    List<Policy> found = new ArrayList<>();
    List<Policy> ofScopes =
        agent.scopes().stream()
            .sorted(Comparator.reverseOrder())
            .map(scope -> byOwner.get(scope.value()))
            .filter(Objects::nonNull)
            .toList();
    Optional<Policy> own =
        Optional.ofNullable(byOwner.get(agent.value()))
            .or(
                () ->
                    ofScopes.stream()
                        .filter(policy -> policy.applies() == Applies.EACH)
                        .findFirst());
    own.ifPresent(found::add);
    ofScopes.stream().filter(policy -> policy.applies() == Applies.TOTAL).forEach(found::add);
    return found;
  }

  /** Whose calendar an agent's sums follow. */
  public static ZoneId zone(List<Policy> policies, LedgerSettings settings) {
    return policies.stream()
        .filter(policy -> policy.applies() == Applies.EACH)
        .findFirst()
        .map(Policy::zone)
        .orElse(settings.zone());
  }

  /**
   * The budgets of an agent and of the scopes above it: one for each rule of a calendar period, and
   * the sums of day, week and month where no rule of its own looks at them. A rule of the burn rate
   * has no budget.
   */
  public static List<Budget> ofAgent(
      Handle handle,
      List<Policy> policies,
      LedgerSettings settings,
      AgentAddress agent,
      Instant now) {
    Path path = Path.of(agent, null, null, null, List.of());
    List<Budget> budgets = new ArrayList<>(ofRules(handle, policies, path, now));
    ZoneId zone = zone(policies, settings);
    for (Period period : ALWAYS) {
      if (budgets.stream()
          .noneMatch(b -> b.period() == period && b.account().equals(path.agent()))) {
        Policy noRule = Policy.of(agent.value(), 0, zone, List.of());
        budgets.add(read(handle, path.agent(), noRule, null, period, now));
      }
    }
    return budgets;
  }

  /** The budgets of a scope's own sum; none unless its policy applies to the total. */
  public static List<Budget> ofScope(Handle handle, Policy policy, Instant now) {
    AccountKey account = AccountKey.scope(new Scope(policy.owner()));
    return policy.applies() != Applies.TOTAL
        ? List.of()
        : policy.rules().stream()
            .filter(rule -> rule.burn() == null)
            .map(rule -> read(handle, account, policy, rule, rule.period(), now))
            .toList();
  }

  /** The budgets of an intent, its task and its tree: one for each rule, its own limit first. */
  public static List<Budget> ofIntent(
      Handle handle, List<Policy> policies, Intent intent, Instant now) {
    List<Policy> all = new ArrayList<>();
    Policy own = own(intent);
    if (own != null) {
      all.add(own);
    }
    all.addAll(policies);
    Path path = Path.of(intent.agent(), intent.id(), intent.rootId(), intent.task(), List.of());
    return ofRules(handle, all, intent.tracked() ? path.tracked() : path, now).stream()
        .filter(budget -> !budget.period().isCalendar())
        .toList();
  }

  /** An intent's own limit, for its whole life: no time zone has a say in it. */
  private static @Nullable Policy own(Intent intent) {
    Usd limit = intent.limit();
    if (limit == null) {
      return null;
    }
    Rule rule = Rule.of(Period.INTENT, limit, Action.PAUSE);
    return Policy.of(intent.id().toString(), 0, ZoneOffset.UTC, List.of(rule));
  }

  private static List<Budget> ofRules(
      Handle handle, List<Policy> policies, Path path, Instant now) {
    List<Budget> budgets = new ArrayList<>();
    for (Policy policy : policies) {
      for (Rule rule : policy.rules()) {
        AccountKey account = path.accountFor(policy, rule.period());
        if (account != null && rule.burn() == null) {
          budgets.add(read(handle, account, policy, rule, rule.period(), now));
        }
      }
    }
    return budgets;
  }

  /** The least that any rule which can stop something leaves; null without one. */
  public static @Nullable Usd least(List<Budget> budgets) {
    return tightest(budgets).map(Budget::remaining).orElse(null);
  }

  /** The budget of which the least is left, among those whose rules can stop something. */
  public static Optional<Budget> tightest(List<Budget> budgets) {
    return budgets.stream()
        .filter(Budget::stops)
        .min(Comparator.comparing(budget -> Objects.requireNonNull(budget.remaining())));
  }

  /**
   * What a resume should grant so that work goes on: the most that a limit which is reached needs,
   * or one whose rule holds.
   *
   * @param holding the rule that holds, by its key; null: none does
   * @return null where none needs anything
   */
  public static @Nullable Usd suggestedGrant(List<Budget> budgets, @Nullable String holding) {
    return budgets.stream()
        .filter(budget -> budget.isFull() || (budget.stops() && budget.isOf(holding)))
        .flatMap(budget -> Stream.ofNullable(budget.suggestedGrant()))
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** What is spent of these budgets by its parts; those of whole lives are left out. */
  static Map<Budget, Spent> spent(Handle handle, List<Budget> budgets) {
    List<Budget> all = budgets.stream().filter(budget -> budget.window() != null).toList();
    Iterator<Spent> spent =
        Spent.read(
                handle,
                all.stream()
                    .map(
                        budget ->
                            new Spent.Of(budget.account(), Objects.requireNonNull(budget.window())))
                    .toList())
            .iterator();
    Map<Budget, Spent> parts = new HashMap<>();
    all.forEach(budget -> parts.put(budget, spent.next()));
    return parts;
  }

  private static Budget read(
      Handle handle,
      AccountKey account,
      Policy policy,
      @Nullable Rule rule,
      Period period,
      Instant now) {
    TimeWindow window = PolicyEngine.window(account.kind(), period, policy.zone(), now);
    try (var query = handle.createQuery(window == null ? LIFE : WINDOW)) {
      query.bind("kind", account.kind().wire()).bind("name", account.name());
      if (window != null) {
        query
            .bind("period", period.wire())
            .bind("zone", policy.zone().getId())
            .bind("from", utc(window.start()))
            .bind("to", utc(window.end()));
      }
      return query
          .map(
              (row, context) ->
                  budget(
                      account,
                      policy,
                      rule,
                      period,
                      window,
                      Rows.usd(row, "spent"),
                      Rows.usd(row, "pending"),
                      Rows.usd(row, "granted"),
                      row.getLong("intents")))
          .findOne()
          .orElseGet(
              () -> budget(account, policy, rule, period, window, Usd.ZERO, Usd.ZERO, Usd.ZERO, 0));
    }
  }

  private static Budget budget(
      AccountKey account,
      Policy policy,
      @Nullable Rule rule,
      Period period,
      @Nullable TimeWindow window,
      Usd spent,
      Usd pending,
      Usd granted,
      long intents) {
    return new Budget(
        account,
        rule == null ? null : policy,
        rule,
        period,
        policy.zone(),
        window,
        spent,
        pending,
        granted,
        intents);
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
