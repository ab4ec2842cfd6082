package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds authorizations that expired while their agent was silent: what they reserved may stand in
 * the way of others below the same scope.
 */
final class Expiries {
  private static final Logger LOG = LoggerFactory.getLogger(Expiries.class);

  /** One of each agent: whichever request of it comes, all that have expired are given back. */
  private static final String EXPIRED =
      """
      select distinct on (s.agent_id) g.address, s.id
      from spending_authorization s join agent g on g.id = s.agent_id
      where s.state = 'pending' and s.expires_at < cast(? as timestamptz)
      order by s.agent_id, s.expires_at limit 500
      """;

  private final DataSource source;
  private final LedgerClock clock;

  Expiries(DataSource source, LedgerClock clock) {
    this.source = source;
    this.clock = clock;
  }

  List<Request.Release> find() {
    List<Request.Release> found = new ArrayList<>();
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(EXPIRED)) {
      statement.setString(1, clock.now(connection).toString());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Request.Release(
                  new AgentAddress(rows.getString("address")), Rows.uuid(rows, "id")));
        }
      }
    } catch (SQLException e) {
      LOG.warn("expired authorizations are looked for later: {}", e.getMessage());
    }
    return found;
  }
}
