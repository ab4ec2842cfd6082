package dev.purser.ledger.alerts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Alerts that belong together: all of one rule about one account in one of its windows; of rules of
 * intents, tasks and trees all of one rule about one agent on one day of UTC.
 *
 * @param lead the gravest of those that were asked for, the newest of these
 * @param alerts how many there are of those that were asked for
 * @param open how many of these nobody has acknowledged
 * @param accounts how many intents, tasks or trees of intents they are about; of others 1
 * @param newest the newest of them, bounded
 * @param told who was told, by addressee
 */
public record Incident(
    long id,
    Alert lead,
    long alerts,
    long open,
    long accounts,
    List<Alert> newest,
    List<Told> told) {
  /** Copies the lists. */
  public Incident {
    newest = List.copyOf(newest);
    told = List.copyOf(told);
  }

  /**
   * What one addressee was told.
   *
   * @param channel {@code email}, {@code webhook} or {@code slack}: how it was tried last
   * @param messages how many have arrived
   * @param lastAt when the last one did; null: none has
   * @param waiting how many alerts go with the next one
   * @param lost how many alerts they will never be told of
   * @param lastError why the last try, or all of it, failed; null: it did not
   */
  public record Told(
      String addressee,
      @Nullable String channel,
      long messages,
      @Nullable Instant lastAt,
      long waiting,
      long lost,
      @Nullable String lastError) {}
}
