package dev.purser.ledger.journal;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.Windows;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.accounts.Accounts;
import dev.purser.ledger.agents.Budgets;
import dev.purser.ledger.agents.Doomed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What stopped an intent that reports had opened outlives it: else its agent would end it, or have
 * it killed, and go on with the same task in the next. The task is held in its place until someone
 * releases it or the day of the agent's policy ends.
 */
final class StoppedTasks {
  /** What held the intent or its tree, but for a kill of its agent that was lifted. */
  private static final String HELD =
      """
      insert into hold (account_id, decision_id, directive, in_flight, rule, policy_version, actor,
        reason, report_id, at, until)
      select :task, decision_id, directive, in_flight, rule, policy_version, actor, reason,
        report_id, at, :until
      from hold
      where account_id = any(:accounts) and released_at is null
        and (until is null or until > :now) and reason <> :lifted
      """;

  /**
   * Someone canceled it at its workflow, past the ledger, and it was not its agent: whatever kills
   * otherwise is a hold, be it released since.
   */
  private static final String CANCELED =
      """
      insert into hold (account_id, directive, actor, reason, at, until)
      select :task, 'KILL', :actor, :reason, :now, :until
      where not exists (select 1 from hold h join account a on a.id = h.account_id
          where (a.id = any(:accounts) or a.id = :task
              or (a.kind, a.name) in (select * from unnest(:kinds, :names)))
            and h.directive = 'KILL' and (h.released_at is null or h.released_at > :lately))
        and not exists (select 1 from api_key where agent = :agent and name = :actor)
      """;

  /** How long after a kill was lifted its workflow may yet journal that it ended. */
  private static final Duration LATELY = Duration.ofDays(1);

  private final LedgerSettings settings;

  StoppedTasks(LedgerSettings settings) {
    this.settings = settings;
  }

  /** The intent ends with this entry; its accounts are locked, and nothing of them released yet. */
  void keep(Handle handle, IntentEntry entry, AgentAddress agent, UUID root, String task) {
    AccountKey key = AccountKey.task(agent, task);
    long account = Accounts.find(handle, key).orElseThrow();
    Long[] narrow = {
      Accounts.find(handle, AccountKey.intent(entry.intentId())).orElseThrow(),
      Accounts.find(handle, AccountKey.tree(root)).orElseThrow()
    };
    Instant now = entry.at();
    ZoneId zone = Budgets.zone(Budgets.policies(handle, agent), settings);
    Instant until = Windows.at(Period.TASK, zone, now).end();
    int held =
        handle
            .createUpdate(HELD)
            .bind("task", account)
            .bindArray("accounts", Long.class, (Object[]) narrow)
            .bind("now", now)
            .bind("until", until)
            .bind("lifted", Doomed.REASON)
            .execute();
    String actor = entry.actor();
    if (entry.status() == IntentStatus.CANCELED && actor != null) {
      List<AccountKey> above = Accounts.withScopes(agent);
      held +=
          handle
              .createUpdate(CANCELED)
              .bind("task", account)
              .bindArray("accounts", Long.class, (Object[]) narrow)
              .bindArray("kinds", String.class, above.stream().map(a -> a.kind().wire()).toList())
              .bindArray("names", String.class, above.stream().map(AccountKey::name).toList())
              .bind("actor", actor)
              .bind("agent", agent.value())
              .bind("reason", entry.reason() == null ? "canceled by " + actor : entry.reason())
              .bind("now", now)
              .bind("lately", now.minus(LATELY))
              .bind("until", until)
              .execute();
    }
    if (held > 0) {
      Accounts.raise(handle, List.of(key));
    }
  }
}
