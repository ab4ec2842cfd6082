package dev.purser.ledger.keys;

import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Who is signed in: a session stands for a key, and ends when the key does. */
public final class Sessions {
  /** How long a session lasts. */
  public static final Duration LENGTH = Duration.ofHours(12);

  private final Store store;
  private final Function<UUID, Optional<ApiKey>> keys;

  /**
   * @param keys the key with this id, if it is in force
   */
  Sessions(Store store, Function<UUID, Optional<ApiKey>> keys) {
    this.store = store;
    this.keys = keys;
  }

  /** Begins a session under a token that nobody else knows; those that are over are forgotten. */
  public void begin(String token, ApiKey key, Instant now) {
    store.write(
        handle -> {
          handle
              .createUpdate("delete from session where expires_at < :now")
              .bind("now", now.atOffset(ZoneOffset.UTC))
              .execute();
          return handle
              .createUpdate(
                  "insert into session (hash, key_id, created_at, expires_at)"
                      + " values (:hash, :key, :now, :until)")
              .bind("hash", Secrets.hash(token))
              .bind("key", key.id())
              .bind("now", now.atOffset(ZoneOffset.UTC))
              .bind("until", now.plus(LENGTH).atOffset(ZoneOffset.UTC))
              .execute();
        });
  }

  /** The key that a session stands for, while both are in force. */
  public Optional<ApiKey> find(String token, Instant now) {
    Optional<UUID> key =
        store.read(
            handle ->
                handle
                    .createQuery(
                        "select key_id from session where hash = :hash and expires_at > :now")
                    .bind("hash", Secrets.hash(token))
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .map((row, context) -> Rows.uuid(row, "key_id"))
                    .findOne());
    return key.flatMap(keys).filter(found -> found.isInForce(now));
  }

  /** Ends a session. */
  public void end(String token) {
    store.write(
        handle ->
            handle
                .createUpdate("delete from session where hash = :hash")
                .bind("hash", Secrets.hash(token))
                .execute());
  }
}
