package dev.purser.ledger.policies;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.Policy;
import dev.purser.ledger.Cursor;
import dev.purser.ledger.Page;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import dev.purser.ledger.accounts.Accounts;
import dev.purser.ledger.courier.Carriage;
import dev.purser.ledger.events.MeshEvents;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Policies of agents and scopes; every version is kept. After a change the caller has Intake judge
 * what is already spent.
 */
public final class Policies {
  private static final String COLUMNS = "owner, version, body, actor, created_at";

  private final Store store;

  public Policies(Store store) {
    this.store = store;
  }

  /** The newest version, unless that deleted it. */
  public Optional<PolicyVersion> get(Owner owner) {
    return store.read(handle -> newest(handle, owner)).filter(v -> v.policy() != null);
  }

  /** The policies in force of these owners; who has none is left out. */
  public static Map<String, Policy> current(Handle handle, List<String> owners) {
    Map<String, Policy> found = new HashMap<>();
    handle
        .createQuery(
            """
            select distinct on (owner) owner, version, body, actor, created_at
            from policy where owner = any(:owners) order by owner, version desc
            """)
        .bindArray("owners", String.class, owners)
        .map((row, context) -> read(row))
        .forEach(
            version -> {
              if (version.policy() != null) {
                found.put(version.owner().value(), version.policy());
              }
            });
    return found;
  }

  /** Every policy in force, by its owner. */
  public List<PolicyVersion> all() {
    return store.read(Policies::inForce);
  }

  private static List<PolicyVersion> inForce(Handle handle) {
    return handle
        .createQuery(
            "select distinct on (owner) " + COLUMNS + " from policy order by owner, version desc")
        .map((row, context) -> read(row))
        .stream()
        .filter(version -> version.policy() != null)
        .toList();
  }

  /** Whose policies in force tell this channel. */
  public static List<Owner> telling(Handle handle, String channel) {
    return inForce(handle).stream()
        .filter(version -> version.policy() != null && version.policy().tells(channel))
        .map(PolicyVersion::owner)
        .toList();
  }

  /**
   * Writes a new version.
   *
   * @param ifMatch the version it replaces, 0 for none; null: whichever there is
   * @throws Refused STALE if another version is in force
   */
  public PolicyVersion put(Policy policy, @Nullable Long ifMatch, String actor) {
    return write(Owner.of(policy.owner()), policy, ifMatch, actor);
  }

  /**
   * Deletes the policy; its versions stay.
   *
   * @throws Refused NOT_FOUND if there is none, STALE as {@link #put}
   */
  public PolicyVersion delete(Owner owner, @Nullable Long ifMatch, String actor) {
    return write(owner, null, ifMatch, actor);
  }

  /** Every version, the newest first. */
  public Page<PolicyVersion> versions(Owner owner, int limit, @Nullable String cursor) {
    long before = cursor == null ? Long.MAX_VALUE : Cursor.number(Cursor.read(cursor, 1).get(0));
    List<PolicyVersion> rows =
        store.read(
            handle ->
                handle
                    .createQuery(
                        "select "
                            + COLUMNS
                            + " from policy where owner = :owner and version < :before"
                            + " order by version desc limit :limit")
                    .bind("owner", owner.value())
                    .bind("before", before)
                    .bind("limit", limit + 1)
                    .map((row, context) -> read(row))
                    .list());
    return Page.of(rows, limit, last -> Cursor.of(last.version()));
  }

  /** One version. */
  public Optional<PolicyVersion> version(Owner owner, long version) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select "
                        + COLUMNS
                        + " from policy where owner = :owner and version = :version")
                .bind("owner", owner.value())
                .bind("version", version)
                .map((row, context) -> read(row))
                .findOne());
  }

  private PolicyVersion write(
      Owner owner, @Nullable Policy policy, @Nullable Long ifMatch, String actor) {
    if (policy != null) {
      // In a transaction of its own, so that whoever posts from now on sees the row.
      store.write(handle -> Accounts.ensure(handle, owner.account(), actor));
    }
    return store.write(
        handle -> {
          if (policy != null && policy.applies() == Applies.TOTAL) {
            Accounts.lockAgentsBelow(handle, new Scope(owner.value()));
          }
          Accounts.lock(handle, List.of(owner.account()));
          PolicyVersion before = newest(handle, owner).orElse(null);
          check(owner, policy, ifMatch, before);
          if (policy != null && policy.applies() == Applies.TOTAL && !isTotal(before)) {
            Accounts.sumUp(handle, new Scope(owner.value()));
          }
          long version = before == null ? 1 : before.version() + 1;
          PolicyVersion written = insert(handle, owner, version, policy, actor);
          announce(handle, written);
          return written;
        });
  }

  private static boolean isTotal(@Nullable PolicyVersion version) {
    return version != null
        && version.policy() != null
        && version.policy().applies() == Applies.TOTAL;
  }

  private static void check(
      Owner owner,
      @Nullable Policy policy,
      @Nullable Long ifMatch,
      @Nullable PolicyVersion before) {
    long inForce = before == null || before.policy() == null ? 0 : before.version();
    if (ifMatch != null && ifMatch != inForce) {
      throw new Refused(
          Refused.Code.STALE,
          null,
          inForce == 0
              ? owner + " has no policy now, so not version " + ifMatch
              : "the policy of " + owner + " is now at version " + inForce + ", not " + ifMatch,
          Map.of("version", inForce));
    }
    if (policy == null && inForce == 0) {
      throw Refused.notFound("policy", owner + " has no policy");
    }
  }

  private static PolicyVersion insert(
      Handle handle, Owner owner, long version, @Nullable Policy policy, String actor) {
    return handle
        .createQuery(
            "insert into policy (owner, version, body, actor)"
                + " values (:owner, :version, cast(:body as jsonb), :actor) returning "
                + COLUMNS)
        .bind("owner", owner.value())
        .bind("version", version)
        .bind("body", policy == null ? null : PolicyJson.write(policy).toString())
        .bind("actor", actor)
        .map((row, context) -> read(row))
        .one();
  }

  private static void announce(Handle handle, PolicyVersion written) {
    Owner owner = written.owner();
    handle
        .createUpdate(
            """
            update account set policy_version = :policy, version = version + 1
            where kind = :kind and name = :name
            """)
        .bind("policy", written.version())
        .bind("kind", owner.account().kind().wire())
        .bind("name", owner.account().name())
        .execute();
    Policy policy = written.policy();
    Map<String, Object> details =
        policy == null
            ? Map.of("version", written.version(), "deleted", true)
            : Map.of("version", written.version(), "policy", PolicyJson.write(policy));
    MeshEvents.write(handle, owner.value(), "agent.policy_changed", details, written.actor());
    if (owner.isScope()) {
      Carriage.markAgentsBelow(handle, new Scope(owner.value()));
    } else {
      Carriage.markAgent(handle, new AgentAddress(owner.value()));
    }
  }

  private static Optional<PolicyVersion> newest(Handle handle, Owner owner) {
    return handle
        .createQuery(
            "select " + COLUMNS + " from policy where owner = :owner order by version desc limit 1")
        .bind("owner", owner.value())
        .map((row, context) -> read(row))
        .findOne();
  }

  private static PolicyVersion read(ResultSet row) throws SQLException {
    String owner = row.getString("owner");
    long version = row.getLong("version");
    var body = Rows.jsonOrNull(row, "body");
    return new PolicyVersion(
        Owner.of(owner),
        version,
        body == null ? null : PolicyJson.read(owner, version, body),
        row.getString("actor"),
        Rows.instant(row, "created_at"));
  }
}
