package dev.purser.ledger.upkeep;

import dev.purser.ledger.Store;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Work that nobody waits for. Entries and report ids lie in weekly partitions, so that old ones go
 * by dropping a table and not by a scan.
 */
public final class Upkeep {
  /** Report ids are known for at least so long. */
  public static final Duration REPORT_IDS = Duration.ofDays(35);

  /** Sums of quarter-hours are kept so long, a month and some, but for those of agents. */
  public static final Duration QUARTER_SUMS = Duration.ofDays(40);

  /** Sums of minutes are kept so long: twice what a burn rate looks back. */
  public static final Duration MINUTE_SUMS = Duration.ofHours(2);

  /** Answers under an idempotency key are kept so long. */
  public static final Duration ANSWERS = Duration.ofDays(2);

  private static final DateTimeFormatter MONDAY = DateTimeFormatter.BASIC_ISO_DATE;

  private final Store store;

  public Upkeep(Store store) {
    this.store = store;
  }

  /** Makes room for the weeks around a time. */
  public void ensurePartitions(Instant around) {
    store.write(
        handle ->
            handle
                .createUpdate("select ensure_partitions(:around)")
                .bind("around", around.atOffset(ZoneOffset.UTC))
                .execute());
  }

  /** What is to be done once a day. Entries stay: who wants them gone says so. */
  public void daily() {
    Instant now = store.read(Store::now);
    ensurePartitions(now);
    drop("report", now.minus(REPORT_IDS));
    for (String sums : List.of("quarter_sum", "late_sum")) {
      delete(
          "delete from "
              + sums
              + " where quarter < :before"
              + " and account_id not in (select id from account where kind = 'agent')",
          now.minus(QUARTER_SUMS));
    }
    delete("delete from window_sum where ends_at < :before", now.minus(QUARTER_SUMS));
    delete("delete from idempotency where created_at < :before", now.minus(ANSWERS));
  }

  /** What is to be done several times an hour. */
  public void often() {
    Instant now = store.read(Store::now);
    delete("delete from minute_sum where minute < :before", now.minus(MINUTE_SUMS));
  }

  private void delete(String sql, Instant before) {
    store.write(
        handle ->
            handle.createUpdate(sql).bind("before", before.atOffset(ZoneOffset.UTC)).execute());
  }

  /**
   * Drops the weeks of entries that ended before a time; sums, rollups and report ids stay.
   *
   * @return the tables dropped
   */
  public List<String> dropEntriesBefore(Instant before) {
    return drop("entry", before);
  }

  private List<String> drop(String parent, Instant before) {
    return store.write(
        handle -> {
          List<String> old =
              partitions(handle, parent).stream()
                  .filter(name -> !end(parent, name).isAfter(before))
                  .toList();
          old.forEach(name -> handle.execute("drop table " + name));
          return old;
        });
  }

  private static List<String> partitions(Handle handle, String parent) {
    return handle
        .createQuery(
            """
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = cast(:parent as regclass) order by 1
            """)
        .bind("parent", parent)
        .mapTo(String.class)
        .list();
  }

  /** A partition is named after its Monday and ends where the next begins. */
  private static Instant end(String parent, String name) {
    LocalDate monday = LocalDate.parse(name.substring(parent.length() + 1), MONDAY);
    return monday
        .with(TemporalAdjusters.next(DayOfWeek.MONDAY))
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }
}
