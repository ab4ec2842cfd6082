package dev.purser.ledger.agents;

import dev.purser.domain.agent.Scope;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Policy;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Store;
import dev.purser.ledger.accounts.Accounts;
import dev.purser.ledger.accounts.Holds;
import dev.purser.ledger.courier.Carriage;
import dev.purser.ledger.events.MeshEvents;
import dev.purser.ledger.policies.Policies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A person's word about all agents below a scope, and those that come later: it stands in the
 * ledger and each agent's workflow hears of it.
 */
public final class ScopeHolds {
  private final Store store;

  public ScopeHolds(Store store) {
    this.store = store;
  }

  /** Makes all of them wait; again changes nothing. */
  public Demand pause(Scope scope, String actor, @Nullable String reason) {
    return hold(scope, Directive.PARK, actor, reason);
  }

  /** Ends the work of all of them; again changes nothing. */
  public Demand kill(Scope scope, String actor, @Nullable String reason) {
    return hold(scope, Directive.KILL, actor, reason);
  }

  /** What holds the scope, the oldest first. */
  public List<Demand> standing(Scope scope) {
    return store.read(handle -> Holds.standing(handle, List.of(AccountKey.scope(scope))));
  }

  private Demand hold(Scope scope, Directive directive, String actor, @Nullable String reason) {
    AccountKey account = AccountKey.scope(scope);
    store.write(handle -> Accounts.ensure(handle, account, actor));
    return store.write(
        handle -> {
          long id = Accounts.lock(handle, List.of(account)).get(0);
          return find(handle, account, directive)
              .orElseGet(
                  () -> {
                    insert(handle, id, directive, actor, reason);
                    announce(
                        handle,
                        scope,
                        directive == Directive.KILL ? "agent.killed" : "agent.paused",
                        actor,
                        reason);
                    return find(handle, account, directive).orElseThrow();
                  });
        });
  }

  private static Optional<Demand> find(Handle handle, AccountKey account, Directive directive) {
    return Holds.standing(handle, List.of(account)).stream()
        .filter(hold -> hold.hold().rule() == null && hold.directive() == directive)
        .findFirst();
  }

  private static void insert(
      Handle handle, long account, Directive directive, String actor, @Nullable String reason) {
    handle
        .createUpdate(
            """
            insert into hold (account_id, directive, actor, reason, at)
            values (:account, :directive, :actor, :reason, now())
            """)
        .bind("account", account)
        .bind("directive", directive.name())
        .bind("actor", actor)
        .bind("reason", reason == null ? "by " + actor : reason)
        .execute();
  }

  private static void announce(
      Handle handle, Scope scope, String eventType, String actor, @Nullable String reason) {
    Accounts.raise(handle, List.of(AccountKey.scope(scope)));
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("scope", scope.value());
    if (reason != null) {
      details.put("reason", reason);
    }
    MeshEvents.write(handle, scope.value(), eventType, details, actor);
    Carriage.markAgentsBelow(handle, scope);
  }

  /**
   * Takes away what holds the scope itself, a person's word and limits its sum reached; each
   * agent's own holds stay.
   *
   * @return how many holds that were
   * @throws Refused BUDGET_EXCEEDED while the sum of the scope is still over a limit
   */
  public int resume(Scope scope, String actor, @Nullable String reason) {
    AccountKey account = AccountKey.scope(scope);
    return store.write(
        handle -> {
          if (Accounts.lock(handle, List.of(account)).isEmpty()) {
            return 0;
          }
          refuseWhileFull(handle, scope);
          boolean killed =
              Holds.standing(handle, List.of(account)).stream()
                  .anyMatch(hold -> hold.directive() == Directive.KILL);
          int released = Holds.releaseAll(handle, List.of(account), actor);
          if (killed) {
            handle.execute(Doomed.BELOW, actor, scope.prefix());
          }
          Accounts.burnAnew(handle, account);
          if (released > 0) {
            announce(handle, scope, "agent.resumed", actor, reason);
          }
          return released;
        });
  }

  private static void refuseWhileFull(Handle handle, Scope scope) {
    Policy policy = Policies.current(handle, List.of(scope.value())).get(scope.value());
    if (policy == null) {
      return;
    }
    for (Budget budget : Budgets.ofScope(handle, policy, Store.now(handle))) {
      if (budget.isFull()) {
        throw new Refused(
            Refused.Code.BUDGET_EXCEEDED,
            null,
            "the "
                + budget.period().wire()
                + " of "
                + scope
                + " is at "
                + budget.spent()
                + " of "
                + budget.limit()
                + ": raise the limit in its policy first"
                + (budget.window() == null ? "" : ", or wait until " + budget.window().end()),
            details(budget));
      }
    }
  }

  private static Map<String, Object> details(Budget budget) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("period", budget.period().wire());
    details.put("spent_usd", budget.spent().toBigDecimal());
    if (budget.limit() != null) {
      details.put("limit_usd", budget.limit().toBigDecimal());
    }
    if (budget.window() != null) {
      details.put("resets_at", budget.window().end());
    }
    return details;
  }
}
