package dev.purser.ledger.agents;

import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Hold;
import org.jdbi.v3.core.Handle;

/**
 * Words of people that a workflow took while the ledger could not be asked: each becomes a hold
 * when it is journaled, once, however often the journal names it.
 */
public final class Words {
  private Words() {}

  /** Takes a word, unless it was taken before; one that was released since stays so. */
  public static void take(Handle handle, long account, Demand word) {
    handle
        .createUpdate(
            """
            insert into hold (account_id, directive, actor, reason, at)
            select :account, :directive, :actor, :reason, :at
            where not exists (select 1 from hold
              where account_id = :account and rule is null and actor = :actor
                and directive = :directive and (at = :at or released_at is null))
            """)
        .bind("account", account)
        .bind("directive", word.directive().name())
        .bind("actor", word.hold().actor())
        .bind("reason", word.hold().reason())
        .bind("at", word.hold().at())
        .execute();
  }

  /** The workflow lifted a word that it had taken: whoever said it said nothing later there. */
  public static void lift(Handle handle, long account, Hold word, String by) {
    handle
        .createUpdate(
            """
            update hold set released_at = now(), released_by = :by
            where account_id = :account and rule is null and actor = :actor and at <= :at
              and released_at is null
            """)
        .bind("account", account)
        .bind("actor", word.actor())
        .bind("at", word.at())
        .bind("by", by)
        .execute();
  }
}
