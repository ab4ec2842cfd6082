package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.policy.Asked;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Policy;
import dev.purser.ledger.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether an agent may send an intent with its own key: not while it is killed, only to agents that
 * take it, and only so many an hour. What it sends itself has no such bound.
 */
final class Sending {
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final String SENT =
      """
      select count(*) from intent
      where from_agent = ? and created_at > ? and agent_id <> ?
      """;

  private final Work work;

  /** What this transaction has sent so far. */
  private final Map<AgentAddress, Integer> sent = new HashMap<>();

  Sending(Work work) {
    this.work = work;
  }

  void require(Request.Create asked, Agent receiver) throws SQLException {
    AgentAddress asker = asked.asker();
    if (asker == null) {
      return;
    }
    Agent sender = work.places().agent(asker);
    if (work.judge().consider(Place.of(sender), Asked.NOTHING, 0).directive() == Directive.KILL) {
      throw denied(asker + " is killed and sends nothing until it is resumed");
    }
    AgentAddress to = asked.agent();
    if (asker.equals(to)) {
      return;
    }
    for (Policy policy : receiver.policies()) {
      if (!policy.accepts(asker)) {
        throw denied(to + " takes no intents from " + asker + ": accept_from of its policy");
      }
    }
    int most = work.settings().sendsPerHour();
    if (sent(sender) >= most) {
      throw new Refused(
          Refused.Code.RATE_LIMITED,
          null,
          asker + " has sent " + most + " intents to others within an hour, as many as may be",
          Map.of("sends_per_hour", most));
    }
    sent.merge(asker, 1, Integer::sum);
  }

  /** Nobody else sends for it now: its account is locked. */
  private int sent(Agent sender) throws SQLException {
    AgentAddress address = sender.ref().address();
    Connection connection = work.connection();
    Instant since = work.book().now().minus(WINDOW);
    try (PreparedStatement query = connection.prepareStatement(SENT)) {
      query.setString(1, address.value());
      query.setTimestamp(2, Timestamp.from(since));
      query.setLong(3, sender.ref().id());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getInt(1) + sent.getOrDefault(address, 0);
      }
    }
  }

  private static Refused denied(String why) {
    return new Refused(Refused.Code.POLICY_DENIED, null, why, Map.of());
  }
}
