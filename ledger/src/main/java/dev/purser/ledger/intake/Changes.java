package dev.purser.ledger.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Everything a transaction will write, gathered while its requests are handled. */
record Changes(
    Ids ids,
    EntryRows entries,
    DecisionRows decisions,
    IntentRows intents,
    GrantRows grants,
    News news) {

  static Changes none(Ids ids, Instant now) {
    return new Changes(
        ids, new EntryRows(), new DecisionRows(), new IntentRows(), new GrantRows(), new News(now));
  }

  /** A dozen statements, however many requests there were, sent at once. */
  void write(Connection connection, Book book) throws SQLException {
    Script script = new Script();
    SumRows.write(script, book);
    intents.write(script, book);
    entries.write(script, book.now());
    ReservationRows.write(script, book);
    grants.write(script, book.now());
    decisions.write(script, book.now());
    news.write(script);
    script.execute(connection);
  }
}
