package dev.purser.ledger.intake;

import dev.purser.ledger.agents.Doomed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything a transaction will write, gathered while its requests are handled. */
record Changes(
    Ids ids,
    EntryRows entries,
    DecisionRows decisions,
    IntentRows intents,
    GrantRows grants,
    News news,
    Map<Long, String> doomed) {

  static Changes none(Ids ids, Instant now) {
    return new Changes(
        ids,
        new EntryRows(),
        new DecisionRows(),
        new IntentRows(),
        new GrantRows(),
        new News(now),
        new LinkedHashMap<>());
  }

  /**
   * A resume lifts the kill of an agent: what was open under it stays killed, though its workflows
   * have yet to hear.
   */
  void doom(long agentId, String actor) {
    doomed.put(agentId, actor);
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
    doomed.forEach((agent, actor) -> script.run(Doomed.OF_AGENT, actor, agent));
    news.write(script);
    script.execute(connection);
  }
}
