package dev.purser.ledger.prices;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How far reposting is, as the database keeps it: it goes on where a server that died left it. */
final class RepostingRows {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final String COUNT =
      "(select count(*) from entry e where e.model = :model and e.pricing = 'assumed')";

  /** What is under way goes on, but for a new price: that may be the one that was missing. */
  private static final String BEGIN =
      "insert into reposting as r (model, actor, started_at, entries) values (:model, :actor, now(), "
          + COUNT
          + """
          )
          on conflict (model) do update set actor = excluded.actor, started_at = excluded.started_at,
            entries = excluded.entries, done = 0, reposted = 0, after_at = '-infinity', after_id = 0,
            finished_at = null
          where :anew or r.finished_at is not null
          """;

  private static final String LEASED =
      """
      update reposting set leased_by = :me, leased_until = now() + make_interval(secs => :seconds)
      where model = (
        select model from reposting
        where finished_at is null and (leased_by = :me or leased_until is null or leased_until < now())
        order by started_at, model limit 1 for update skip locked)
      returning *
      """;

  private static final String NEXT =
      """
      select a.address, e.intent_id, e.id, e.posted_at,
        exists (select from entry c
          where c.pricing = 'correction' and c.agent_id = e.agent_id
            and c.report_id = 'repost/' || e.id) as reposted
      from entry e join agent a on a.id = e.agent_id
      where e.model = :model and e.pricing = 'assumed'
        and (e.posted_at, e.id) > (:after, :id)
      order by e.posted_at, e.id limit :limit
      """;

  private final Store store;

  RepostingRows(Store store) {
    this.store = store;
  }

  /** Where one model's reposting stands. */
  record Job(String model, String actor, Instant startedAt, Instant afterAt, long afterId) {}

  void begin(String model, String actor, boolean anew) {
    store.write(
        handle ->
            handle
                .createUpdate(BEGIN)
                .bind("model", model)
                .bind("actor", actor)
                .bind("anew", anew)
                .execute());
  }

  /** The first that is unfinished and that no other server is at. */
  Optional<Job> lease(UUID me) {
    return store.write(
        handle ->
            handle
                .createQuery(LEASED)
                .bind("me", me)
                .bind("seconds", LEASE.toSeconds())
                .map(
                    (row, context) ->
                        new Job(
                            row.getString("model"),
                            row.getString("actor"),
                            Rows.instant(row, "started_at"),
                            Rows.instant(row, "after_at"),
                            row.getLong("after_id")))
                .findOne());
  }

  List<AssumedEntry> next(Job job, int limit) {
    Instant after = job.afterAt().equals(Instant.MIN) ? Instant.EPOCH : job.afterAt();
    return store.read(
        handle ->
            handle
                .createQuery(NEXT)
                .bind("model", job.model())
                .bind("after", after.atOffset(ZoneOffset.UTC))
                .bind("id", job.afterId())
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new AssumedEntry(
                            new AgentAddress(row.getString("address")),
                            Rows.uuidOrNull(row, "intent_id"),
                            row.getLong("id"),
                            Rows.instant(row, "posted_at"),
                            row.getBoolean("reposted")))
                .list());
  }

  /** Goes past these entries, unless the reposting was begun anew or taken over meanwhile. */
  void advance(UUID me, Job job, List<AssumedEntry> looked, long reposted) {
    AssumedEntry last = looked.get(looked.size() - 1);
    store.write(
        handle ->
            handle
                .createUpdate(
                    """
                    update reposting set done = done + :done, reposted = reposted + :reposted,
                      entries = greatest(entries, done + :done), after_at = :at, after_id = :id
                    where model = :model and leased_by = :me and started_at = :started
                    """)
                .bind("done", looked.size())
                .bind("reposted", reposted)
                .bind("at", last.postedAt().atOffset(ZoneOffset.UTC))
                .bind("id", last.entryId())
                .bind("model", job.model())
                .bind("me", me)
                .bind("started", job.startedAt().atOffset(ZoneOffset.UTC))
                .execute());
  }

  void finish(UUID me, Job job) {
    store.write(
        handle ->
            handle
                .createUpdate(
                    """
                    update reposting set finished_at = now(), entries = done, leased_until = null
                    where model = :model and leased_by = :me and started_at = :started
                    """)
                .bind("model", job.model())
                .bind("me", me)
                .bind("started", job.startedAt().atOffset(ZoneOffset.UTC))
                .execute());
  }

  List<Reposted> all() {
    return store.read(
        handle ->
            handle
                .createQuery("select * from reposting order by started_at desc, model")
                .map((row, context) -> read(row))
                .list());
  }

  private static Reposted read(ResultSet row) throws SQLException {
    return new Reposted(
        row.getString("model"),
        row.getString("actor"),
        Rows.instant(row, "started_at"),
        row.getLong("entries"),
        row.getLong("done"),
        row.getLong("reposted"),
        Rows.instantOrNull(row, "finished_at"));
  }
}
