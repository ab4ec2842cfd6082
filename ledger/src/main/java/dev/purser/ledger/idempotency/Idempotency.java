package dev.purser.ledger.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers kept under a caller's key, so that a call made twice acts once. A call that breaks off
 * without an answer leaves its key free after {@link #ABANDONED}.
 */
public final class Idempotency {
  private static final Duration ABANDONED = Duration.ofSeconds(30);

  private final Store store;

  public Idempotency(Store store) {
    this.store = store;
  }

  /**
   * An answer.
   *
   * @param repeated whether it is the one given the first time
   */
  public record Answer(JsonNode body, boolean repeated) {}

  /** What the ledger has under a key; no body: the call is still being answered. */
  private record Kept(boolean same, @Nullable JsonNode body) {}

  /**
   * Does the work, unless it was done under this key before.
   *
   * @param scope the call and who makes it
   * @param hash of the request
   * @throws Refused CONFLICT if the key came with another request, or the first is still at work
   */
  public Answer once(String scope, String key, String hash, Supplier<JsonNode> work) {
    if (!claim(scope, key, hash)) {
      return kept(scope, key, hash);
    }
    JsonNode body;
    try {
      body = work.get();
    } catch (RuntimeException e) {
      release(scope, key);
      throw e;
    }
    store.write(
        handle ->
            handle
                .createUpdate(
                    """
                    update idempotency set answer = cast(:answer as jsonb)
                    where scope = :scope and key = :key
                    """)
                .bind("answer", body.toString())
                .bind("scope", scope)
                .bind("key", key)
                .execute());
    return new Answer(body, false);
  }

  private boolean claim(String scope, String key, String hash) {
    return store.write(
        handle ->
            handle
                    .createUpdate(
                        """
                        insert into idempotency (scope, key, hash) values (:scope, :key, :hash)
                        on conflict (scope, key) do update set created_at = now()
                        where idempotency.answer is null and idempotency.hash = excluded.hash
                          and idempotency.created_at < now() - :abandoned * interval '1 millisecond'
                        """)
                    .bind("scope", scope)
                    .bind("key", key)
                    .bind("hash", hash.getBytes(UTF_8))
                    .bind("abandoned", ABANDONED.toMillis())
                    .execute()
                > 0);
  }

  private Answer kept(String scope, String key, String hash) {
    Optional<Kept> kept =
        store.read(
            handle ->
                handle
                    .createQuery(
                        "select hash = :hash as same, answer from idempotency"
                            + " where scope = :scope and key = :key")
                    .bind("hash", hash.getBytes(UTF_8))
                    .bind("scope", scope)
                    .bind("key", key)
                    .map(
                        (row, context) ->
                            new Kept(row.getBoolean("same"), Rows.jsonOrNull(row, "answer")))
                    .findOne());
    if (kept.isPresent() && !kept.get().same()) {
      throw new Refused(
          Refused.Code.CONFLICT, "this idempotency key came with another request before");
    }
    JsonNode body = kept.map(Kept::body).orElse(null);
    if (body == null) {
      throw new Refused(
          Refused.Code.CONFLICT,
          null,
          "the first request with this idempotency key is still being answered; try again",
          Map.of("retryable", true));
    }
    return new Answer(body, true);
  }

  private void release(String scope, String key) {
    store.write(
        handle ->
            handle
                .createUpdate(
                    "delete from idempotency where scope = :scope and key = :key and answer is null")
                .bind("scope", scope)
                .bind("key", key)
                .execute());
  }
}
