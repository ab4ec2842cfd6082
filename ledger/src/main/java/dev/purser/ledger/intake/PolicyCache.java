package dev.purser.ledger.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.policy.Policy;
import dev.purser.ledger.Json;
import dev.purser.ledger.policies.PolicyJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Policies in memory. Never stale: the locked row of an account says which version is in force. */
final class PolicyCache {
  private static final int MOST = 20_000;

  private static final String NEWEST =
      """
      select p.owner, p.version, p.body
      from unnest(?, ?) as wanted (owner, version)
      join policy p on p.owner = wanted.owner and p.version = wanted.version
      """;

  private final Map<String, Known> known = new HashMap<>();

  /** A version of an owner's policy; null: it deleted the policy. */
  private record Known(long version, @Nullable Policy policy) {}

  /** The policies in force of these accounts, by owner; who has none is left out. */
  Map<String, Policy> of(Connection connection, Collection<Account> accounts) throws SQLException {
    Bulk missing = new Bulk("text", "bigint");
    for (Account account : accounts) {
      Known there = known.get(account.key().name());
      if (account.policyVersion() > 0
          && (there == null || there.version() != account.policyVersion())) {
        missing.add(account.key().name(), account.policyVersion());
      }
    }
    if (known.size() > MOST) {
      known.clear();
      return of(connection, accounts);
    }
    missing.query(
        connection,
        NEWEST,
        row -> {
          String owner = row.getString("owner");
          long version = row.getLong("version");
          String body = row.getString("body");
          Policy policy =
              body == null
                  ? null
                  : PolicyJson.read(owner, version, Json.read(body, JsonNode.class));
          known.put(owner, new Known(version, policy));
        });
    Map<String, Policy> inForce = new HashMap<>();
    for (Account account : accounts) {
      Known there = account.policyVersion() > 0 ? known.get(account.key().name()) : null;
      if (there != null && there.policy() != null) {
        inForce.put(account.key().name(), there.policy());
      }
    }
    return inForce;
  }
}
