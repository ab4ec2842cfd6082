package dev.purser.ledger.messages;

import dev.purser.ledger.Rows;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Mailboxes in rows of the database. */
final class MailboxRows {
  private MailboxRows() {}

  /** Whoever changes what an addressee is told holds this lock, and takes it first. */
  static Mailbox lock(Handle handle, String addressee) {
    handle.execute("insert into mailbox (addressee) values (?) on conflict do nothing", addressee);
    return handle
        .createQuery(
            """
            select minute_until, incidents, gathering from mailbox
            where addressee = :addressee for update
            """)
        .bind("addressee", addressee)
        .map(
            (row, context) ->
                new Mailbox(
                    Rows.instant(row, "minute_until"),
                    Set.of((Long[]) row.getArray("incidents").getArray()),
                    row.getBoolean("gathering")))
        .one();
  }

  static void write(Handle handle, String addressee, Mailbox mailbox) {
    handle
        .createUpdate(
            """
            update mailbox set minute_until = :until, incidents = :incidents, gathering = :gathering
            where addressee = :addressee
            """)
        .bind("addressee", addressee)
        .bind("until", mailbox.minuteUntil().atOffset(ZoneOffset.UTC))
        .bindArray("incidents", Long.class, mailbox.incidents())
        .bind("gathering", mailbox.gathering())
        .execute();
  }

  /** From now on alerts go one by one again, unless there are more than one message could hold. */
  static void endGathering(Handle handle, String addressee) {
    boolean more =
        handle
            .createQuery(
                """
                select exists (select 1 from notification
                  where addressee = :addressee and status = 'pending')
                """)
            .bind("addressee", addressee)
            .mapTo(Boolean.class)
            .one();
    write(handle, addressee, new Mailbox(Instant.EPOCH, Set.of(), more));
  }
}
