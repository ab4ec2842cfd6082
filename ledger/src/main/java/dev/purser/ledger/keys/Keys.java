package dev.purser.ledger.keys;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.policy.AccountKey;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import dev.purser.ledger.accounts.Accounts;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * API keys. The ledger keeps their hashes only; all of them are in memory, so that keys work while
 * PostgreSQL is away. Whoever holds this calls {@link #refresh} whenever {@link #CHANNEL} is
 * notified, and every second besides, so that a revocation reaches every process at once. A key
 * that is not in memory is asked for in the ledger: it may have been made elsewhere a moment ago.
 */
public final class Keys {
  /** The PostgreSQL channel that is notified of every key that is made or revoked. */
  public static final String CHANNEL = "purser_keys";

  private static final Logger LOG = LoggerFactory.getLogger(Keys.class);
  private static final String PREFIX = "pk_";
  private static final int SHORTEST_SECRET = 16;
  private static final String COLUMNS = "id, name, role, agent, created_at, expires_at, revoked_at";

  private final Store store;
  private final UnknownKeys unknown = new UnknownKeys();
  private volatile Map<Integer, List<Known>> known = Map.of();

  /** A key with the hash of its secret. */
  private static final class Known {
    private final ApiKey key;
    private final byte[] hash;

    Known(ApiKey key, byte[] hash) {
      this.key = key;
      this.hash = hash;
    }
  }

  /**
   * A key that was just made.
   *
   * @param secret shown this once
   */
  public record Created(ApiKey key, String secret) {}

  public Keys(Store store) {
    this.store = store;
  }

  /** Makes a key; an agent that is not there comes into being. */
  public Created create(
      String name, ApiKey.Role role, @Nullable AgentAddress agent, @Nullable Instant expiresAt) {
    if ((role == ApiKey.Role.AGENT) != (agent != null)) {
      throw new Refused(
          Refused.Code.INVALID,
          "agent",
          role == ApiKey.Role.AGENT
              ? "agent must name the agent whose key it is"
              : "agent is for keys of role agent only",
          Map.of());
    }
    String secret = PREFIX + Secrets.random();
    ApiKey key =
        store.write(
            handle -> {
              if (agent != null) {
                Accounts.ensure(handle, AccountKey.agent(agent), "key " + name);
              }
              notifyAll(handle);
              return handle
                  .createQuery(
                      "insert into api_key (id, name, role, agent, hash, expires_at)"
                          + " values (:id, :name, :role, :agent, :hash, :expires) returning "
                          + COLUMNS)
                  .bind("id", UUID.randomUUID())
                  .bind("name", name)
                  .bind("role", role.wire())
                  .bind("agent", agent == null ? null : agent.value())
                  .bind("hash", Secrets.hash(secret))
                  .bind("expires", expiresAt)
                  .map((row, context) -> read(row))
                  .one();
            });
    refresh();
    return new Created(key, secret);
  }

  /**
   * Makes this secret an admin's key, unless it is one already.
   *
   * @throws IllegalArgumentException if it is too short to be a secret
   */
  public void bootstrap(String secret) {
    if (secret.length() < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          "the admin key must have at least " + SHORTEST_SECRET + " characters");
    }
    store.write(
        handle -> {
          notifyAll(handle);
          return handle
              .createUpdate(
                  """
                  insert into api_key (id, name, role, hash)
                  values (:id, 'bootstrap', 'admin', :hash)
                  on conflict (hash) do update set role = 'admin', revoked_at = null
                  """)
              .bind("id", UUID.randomUUID())
              .bind("hash", Secrets.hash(secret))
              .execute();
        });
    refresh();
  }

  /** Delivered with the commit, to every process that listens. */
  private static void notifyAll(Handle handle) {
    handle.execute("select pg_notify(?, '')", CHANNEL);
  }

  /**
   * The key with this secret that is in force.
   *
   * @throws Refused UNAVAILABLE where it is not in memory and the ledger cannot be asked now: that
   *     says nothing about the key
   */
  public Optional<ApiKey> find(String secret, Instant now) {
    byte[] hash = Secrets.hash(secret);
    ApiKey found = inMemory(hash);
    if (found == null && unknown.mayExist(hash, this::exists)) {
      refresh();
      found = inMemory(hash);
    }
    return Optional.ofNullable(found).filter(key -> key.isInForce(now));
  }

  private boolean exists(byte[] hash) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select exists (select 1 from api_key where hash = :hash and revoked_at is null)")
                .bind("hash", hash)
                .mapTo(Boolean.class)
                .one());
  }

  private @Nullable ApiKey inMemory(byte[] hash) {
    ApiKey found = null;
    for (Known candidate : known.getOrDefault(bucket(hash), List.of())) {
      // In constant time, and without leaving early.
      if (MessageDigest.isEqual(candidate.hash, hash)) {
        found = candidate.key;
      }
    }
    return found;
  }

  /** The key with this id, if it is in force at all. */
  private Optional<ApiKey> byId(UUID id) {
    return known.values().stream()
        .flatMap(List::stream)
        .map(one -> one.key)
        .filter(key -> key.id().equals(id))
        .findFirst();
  }

  /** Who is signed in with which key. */
  public Sessions sessions() {
    return new Sessions(store, this::byId);
  }

  /** Every key there ever was, the newest first. */
  public List<ApiKey> list() {
    return store.read(
        handle ->
            handle
                .createQuery("select " + COLUMNS + " from api_key order by created_at desc, id")
                .map((row, context) -> read(row))
                .list());
  }

  /**
   * Revokes a key; again changes nothing.
   *
   * @throws Refused NOT_FOUND
   */
  public ApiKey revoke(UUID id) {
    ApiKey revoked =
        store.write(
            handle -> {
              notifyAll(handle);
              return handle
                  .createQuery(
                      "update api_key set revoked_at = coalesce(revoked_at, now())"
                          + " where id = :id returning "
                          + COLUMNS)
                  .bind("id", id)
                  .map((row, context) -> read(row))
                  .findOne()
                  .orElseThrow(() -> Refused.notFound("key", "there is no key " + id));
            });
    refresh();
    return revoked;
  }

  /**
   * Reads all keys anew; while the database is away those in memory stay. One at a time: an older
   * reading must not take the place of a newer one.
   */
  public synchronized void refresh() {
    try {
      Map<Integer, List<Known>> fresh = new HashMap<>();
      store
          .read(
              handle ->
                  handle
                      .createQuery(
                          "select " + COLUMNS + ", hash from api_key where revoked_at is null")
                      .map((row, context) -> new Known(read(row), row.getBytes("hash")))
                      .list())
          .forEach(
              key ->
                  fresh.merge(
                      bucket(key.hash),
                      List.of(key),
                      (some, more) -> Stream.concat(some.stream(), more.stream()).toList()));
      known = fresh;
    } catch (Refused e) {
      LOG.debug("keys stay as they are in memory", e);
    }
  }

  private static int bucket(byte[] hash) {
    return (hash[0] & 0xff) << 8 | (hash[1] & 0xff);
  }

  private static ApiKey read(ResultSet row) throws SQLException {
    String agent = row.getString("agent");
    return new ApiKey(
        Rows.uuid(row, "id"),
        row.getString("name"),
        ApiKey.Role.fromWire(row.getString("role")),
        agent == null ? null : new AgentAddress(agent),
        Rows.instant(row, "created_at"),
        Rows.instantOrNull(row, "expires_at"),
        Rows.instantOrNull(row, "revoked_at"));
  }
}
