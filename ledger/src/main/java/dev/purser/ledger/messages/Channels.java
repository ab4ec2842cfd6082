package dev.purser.ledger.messages;

import dev.purser.domain.InvalidFieldException;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import dev.purser.ledger.policies.Addressee;
import dev.purser.ledger.policies.Owner;
import dev.purser.ledger.policies.Policies;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Channels: made, listed, deleted. A webhook's secret is made here and shown once. */
public final class Channels {
  private static final String COLUMNS = "id, name, type, target, created_at, created_by";
  private static final String SECRET_PREFIX = "whsec_";
  private static final int SECRET_BYTES = 32;

  private final Store store;
  private final SecureRandom random = new SecureRandom();

  public Channels(Store store) {
    this.store = store;
  }

  /** A channel that was just made; the secret is shown this once, and only a webhook has one. */
  public record Made(Channel channel, @Nullable String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
      return channel.toString();
    }
  }

  /**
   * Makes a channel.
   *
   * @throws InvalidFieldException naming what is wrong
   * @throws Refused CONFLICT where the name is in use
   */
  public Made create(String name, Channel.Type type, String target, String actor) {
    check(name, type, target);
    String secret = type == Channel.Type.WEBHOOK ? secret() : null;
    return store.write(
        handle ->
            handle
                .createQuery(
                    "insert into channel (name, type, target, secret, created_by)"
                        + " values (:name, :type, :target, :secret, :actor)"
                        + " on conflict (name) where deleted_at is null do nothing returning "
                        + COLUMNS)
                .bind("name", name)
                .bind("type", type.wire())
                .bind("target", target)
                .bind("secret", secret)
                .bind("actor", actor)
                .map((row, context) -> new Made(read(row), secret))
                .findOne()
                .orElseThrow(
                    () ->
                        new Refused(
                            Refused.Code.CONFLICT,
                            "name",
                            "name is in use: there is a channel " + name,
                            Map.of())));
  }

  private static void check(String name, Channel.Type type, String target) {
    if (!Addressee.isName(name)) {
      throw new InvalidFieldException(
          "name", "must be 1 to 100 letters, digits, dots, dashes or underscores");
    }
    try {
      if (type == Channel.Type.EMAIL) {
        Addressee.requireEmail(target);
      } else {
        Addressee.requireUrl(target);
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException("target", String.valueOf(e.getMessage()));
    }
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return SECRET_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Those in force, by name. */
  public List<Channel> list() {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select " + COLUMNS + " from channel where deleted_at is null order by name")
                .map((row, context) -> read(row))
                .list());
  }

  /** The one in force under this name. */
  public Optional<Channel> find(String name) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select " + COLUMNS + " from channel where name = :name and deleted_at is null")
                .bind("name", name)
                .map((row, context) -> read(row))
                .findOne());
  }

  /** What its messages are signed with. */
  public Optional<String> secretOf(Channel channel) {
    return store.read(
        handle ->
            handle
                .createQuery("select secret from channel where id = :id and secret is not null")
                .bind("id", channel.id())
                .mapTo(String.class)
                .findOne());
  }

  /** Whether there was one under this name once. */
  public boolean wasDeleted(String name) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select exists (select 1 from channel"
                        + " where name = :name and deleted_at is not null)")
                .bind("name", name)
                .mapTo(Boolean.class)
                .one());
  }

  /** Those of these names that no channel in force has. */
  public List<String> missing(Collection<String> names) {
    List<String> there =
        store.read(
            handle ->
                handle
                    .createQuery(
                        "select name from channel where name = any(:names) and deleted_at is null")
                    .bindArray("names", String.class, List.copyOf(names))
                    .mapTo(String.class)
                    .list());
    return names.stream().filter(name -> !there.contains(name)).distinct().toList();
  }

  /**
   * Deletes the one in force under this name; what is still to be sent there is undeliverable.
   *
   * @throws Refused CONFLICT while policies in force name it
   */
  public Optional<Channel> delete(String name, String actor) {
    return store.write(
        handle -> {
          Optional<Channel> deleted =
              handle
                  .createQuery(
                      "update channel set deleted_at = now(), deleted_by = :actor, secret = null"
                          + " where name = :name and deleted_at is null returning "
                          + COLUMNS)
                  .bind("name", name)
                  .bind("actor", actor)
                  .map((row, context) -> read(row))
                  .findOne();
          if (deleted.isPresent()) {
            requireUnnamed(handle, name);
          }
          return deleted;
        });
  }

  private static void requireUnnamed(Handle handle, String name) {
    List<String> owners = Policies.telling(handle, name).stream().map(Owner::value).toList();
    if (!owners.isEmpty()) {
      throw new Refused(
          Refused.Code.CONFLICT,
          null,
          "the channel "
              + name
              + " is named by the policy of "
              + String.join(", ", owners)
              + "; change that first",
          Map.of("policies", owners));
    }
  }

  private static Channel read(ResultSet row) throws SQLException {
    return new Channel(
        row.getLong("id"),
        row.getString("name"),
        Channel.Type.fromWire(row.getString("type")),
        row.getString("target"),
        Rows.instant(row, "created_at"),
        row.getString("created_by"));
  }
}
