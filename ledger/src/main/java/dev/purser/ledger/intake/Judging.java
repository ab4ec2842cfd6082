package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.policy.Asked;
import dev.purser.ledger.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Judges what is already spent, after the rules have changed. */
final class Judging {
  /** Of each agent, those that reported last; the others are judged at their next report. */
  private static final int MOST_INTENTS = 500;

  private static final String OPEN_INTENTS =
      """
      select i.id from agent g
      cross join lateral (
        select id from intent
        where agent_id = g.id and last_report_at is not null
          and status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT')
        order by last_report_at desc limit ?) i
      where g.address = any(?)
      """;

  private final Work work;

  Judging(Work work) {
    this.work = work;
  }

  /** The open intents that have spent something. */
  static Set<UUID> openIntents(Connection connection, Set<AgentAddress> agents)
      throws SQLException {
    Set<UUID> open = new HashSet<>();
    if (agents.isEmpty()) {
      return open;
    }
    List<String> names = agents.stream().map(AgentAddress::value).toList();
    try (var statement = connection.prepareStatement(OPEN_INTENTS)) {
      statement.setInt(1, MOST_INTENTS);
      statement.setArray(2, connection.createArrayOf("text", names.toArray()));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          open.add(Rows.uuid(rows, "id"));
        }
      }
    }
    return open;
  }

  Outcome.AgentStanding judge(Request.Judge asked) throws SQLException {
    Agent agent = work.places().agent(asked.agent());
    work.judge().decide(Place.of(agent), Asked.NOTHING, 0, null);
    for (IntentState intent : List.copyOf(work.book().intents())) {
      if (intent.ref().agent().equals(asked.agent()) && !intent.status().isTerminal()) {
        Place place = work.places().ofIntent(asked.agent(), intent.ref().id(), null);
        work.judge().decide(place, Asked.NOTHING, 0, null);
      }
    }
    return work.standing().of(agent);
  }
}
