package dev.purser.ledger.journal;

import dev.purser.domain.policy.AccountKey;
import dev.purser.ledger.Store;
import dev.purser.ledger.accounts.Accounts;
import dev.purser.ledger.accounts.Holds;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Ends intents that were killed before anyone tried to start their workflow: they need not start to
 * be ended, whether Temporal answers or not.
 *
 * <p>Only those: a start that was tried may have reached Temporal though no answer came back. Such
 * a workflow does not know that it is killed, and would hand its intent out. So whoever is about to
 * start one writes that down before ({@code carriage.attempts}), and an intent is ended here under
 * the lock of that row.
 */
public final class Unstarted {
  /** Of kills that are older what is left goes with the courier. */
  private static final String KILLED =
      """
      with kills as (
        select h.id, a.kind, a.name, h.rule, h.actor, h.reason, h.at
        from hold h join account a on a.id = h.account_id
        where h.directive = 'KILL' and h.released_at is null and h.at > now() - interval '1 hour'),
      open as not materialized (
        select id, agent_id, task, root_id from intent
        where status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT')),
      struck as (
        select i.id as intent, k.* from kills k
          join agent g on k.kind = 'agent' and g.address = k.name
          join open i on i.agent_id = g.id
        union all
        select i.id, k.* from kills k
          join agent g on k.kind = 'scope' and starts_with(g.address, left(k.name, -1))
          join open i on i.agent_id = g.id
        union all
        select i.id, k.* from kills k
          join agent g on k.kind = 'task' and g.address = split_part(k.name, '#', 1)
          join open i on i.agent_id = g.id
            and i.task = substr(k.name, strpos(k.name, '#') + 1)
        union all
        select i.id, k.* from kills k
          join open i on i.root_id = case when k.kind = 'tree' then cast(k.name as uuid) end
        union all
        select i.id, k.* from kills k
          join open i on i.id = case when k.kind = 'intent' then cast(k.name as uuid) end)
      select distinct on (s.intent) s.intent, s.actor, s.reason
      from struck s join carriage c on c.workflow_id = 'intent/' || s.intent
      where
      """
          + untried()
          + """
       order by s.intent, (s.rule is null and s.actor is not null) desc, s.at, s.id
      limit :limit
      """;

  private static final String END =
      """
      with ended as (
        update intent i set status = 'CANCELED', holds = '[]', reason = k.reason,
          run = nextval('run_number'), journal_seq = 1, event_seq = event_seq + 1,
          updated_at = greatest(updated_at, now())
        from unnest(:ids, :actors, :reasons) as k (id, actor, reason)
        where i.id = k.id and i.status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT')
        returning i.id, i.event_seq, k.actor, k.reason)
      insert into intent_event (intent_id, seq, event_type, status, at, actor, details)
      select id, event_seq, 'intent.canceled', 'CANCELED', clock_timestamp(), actor,
        jsonb_build_object('reason', reason)
      from ended
      """;

  private final Store store;

  public Unstarted(Store store) {
    this.store = store;
  }

  private record Killed(UUID intent, @Nullable String actor, String reason) {
    AccountKey account() {
      return AccountKey.intent(intent);
    }
  }

  private static String untried() {
    return "c.kind = 'intent' and c.attempts = 0 and c.carried_at is null and c.due_at is not null";
  }

  /**
   * Ends some.
   *
   * @param most how many at once; others wait for their accounts as long as that takes
   * @return how many; 0: there are no more now
   */
  public int end(int most) {
    return store.write(
        handle -> {
          List<Killed> killed = killed(handle, most);
          if (killed.isEmpty()) {
            return 0;
          }
          Accounts.lock(handle, killed.stream().map(Killed::account).toList());
          Set<UUID> taken = take(handle, killed);
          List<Killed> ending = killed.stream().filter(k -> taken.contains(k.intent())).toList();
          return end(handle, ending);
        });
  }

  private static List<Killed> killed(Handle handle, int most) {
    return handle
        .createQuery(KILLED)
        .bind("limit", most)
        .map(
            (row, context) ->
                new Killed(
                    row.getObject("intent", UUID.class),
                    row.getString("actor"),
                    row.getString("reason")))
        .list();
  }

  /** Takes them from couriers; one that somebody begins to start now is left to that. */
  private static Set<UUID> take(Handle handle, List<Killed> killed) {
    return handle
        .createQuery(
            """
            with free as materialized (
              select workflow_id from carriage c
              where workflow_id in (select 'intent/' || id from unnest(:ids) as asked (id)) and
            """
                + untried()
                + """
               order by workflow_id for update skip locked)
            update carriage set due_at = null, lane = 3, carried_at = now()
            from free where carriage.workflow_id = free.workflow_id
            returning cast(subject as uuid)
            """)
        .bindArray("ids", UUID.class, killed.stream().map(Killed::intent).toList())
        .mapTo(UUID.class)
        .set();
  }

  private static int end(Handle handle, List<Killed> ending) {
    handle
        .createUpdate(END)
        .bindArray("ids", UUID.class, ending.stream().map(Killed::intent).toList())
        .bindArray("actors", String.class, ending.stream().map(Killed::actor).toList())
        .bindArray("reasons", String.class, ending.stream().map(Killed::reason).toList())
        .execute();
    List<AccountKey> accounts = ending.stream().map(Killed::account).toList();
    Accounts.raise(handle, accounts);
    Holds.releaseAll(handle, accounts, "CANCELED");
    return ending.size();
  }
}
