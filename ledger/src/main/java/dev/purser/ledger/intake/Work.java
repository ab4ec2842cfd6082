package dev.purser.ledger.intake;

import dev.purser.ledger.LedgerSettings;
import java.sql.Connection;

/** What the handlers of one transaction's requests share. */
record Work(
    Connection connection,
    LedgerSettings settings,
    Wanted wanted,
    Book book,
    Changes changes,
    Judge judge,
    Recorder recorder,
    Places places,
    Standing standing,
    Pricer pricer) {

  static Work on(
      Connection connection,
      LedgerSettings settings,
      Wanted wanted,
      Pricer pricer,
      Book book,
      Ids ids) {
    Changes changes = Changes.none(ids, book.now());
    Recorder recorder = new Recorder(book, changes);
    Judge judge = new Judge(book, recorder);
    Places places = new Places(book, changes);
    Standing standing = new Standing(book, judge);
    return new Work(
        connection, settings, wanted, book, changes, judge, recorder, places, standing, pricer);
  }
}
