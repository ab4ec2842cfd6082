package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Asked;
import dev.purser.domain.price.Usage;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Corrects what was counted, by further entries. */
final class Correcting {
  private static final String ENTRY =
      """
      select id, agent_id, posted_at, intent_id, report_id, amount, pricing, model, provider, tier, tokens_in, tokens_out,
        tokens_cached, tokens_cache_write, tokens_reasoning, occurred_at
      from entry
      where agent_id = any(?) and posted_at = cast(? as timestamptz)
      """;

  private static final String ENTRIES =
      ENTRY.substring(0, ENTRY.indexOf("where"))
          + "where (posted_at, id) in (select * from unnest(?, ?))";

  private final Work work;
  private final Map<Long, Posted> toRepost = new HashMap<>();

  Correcting(Work work) {
    this.work = work;
  }

  /** An entry as it was posted. */
  private record Posted(
      long id,
      long agentId,
      Instant postedAt,
      @Nullable UUID intentId,
      @Nullable String reportId,
      Usd amount,
      boolean assumed,
      String model,
      @Nullable Usage usage,
      long tier,
      Instant occurredAt) {
    boolean tokenless() {
      return usage == null || !usage.hasTokens();
    }
  }

  Outcome.Reported correct(Ticket<?> ticket, Request.Correct asked) throws SQLException {
    Agent agent = work.places().agent(asked.agent());
    String id = String.valueOf(ReportIds.of(asked));
    String hash = asked.amount() + " " + asked.intentId() + " " + asked.reportId();
    Outcome.Reported before = ReportTaking.before(work.book(), agent, id, hash);
    if (before != null) {
      return ReportTaking.again(work, ticket, before, Place.of(agent), 0);
    }
    Posted posted = asked.reportId() == null ? null : reported(agent, asked.reportId());
    UUID intentId = asked.intentId();
    if (intentId == null && posted != null) {
      intentId = posted.intentId();
    }
    Place place = intentId == null ? Place.of(agent) : placeOf(agent, intentId);
    EntryLine line =
        new EntryLine(
            place,
            asked.reportId(),
            asked.amount(),
            EntryLine.Pricing.CORRECTION,
            null,
            posted == null ? "" : posted.model(),
            posted == null ? 0 : posted.tier(),
            work.book().now(),
            posted == null ? work.book().now() : posted.occurredAt(),
            Usd.ZERO,
            0,
            0,
            posted == null || posted.tokenless(),
            0,
            null,
            null,
            asked.actor(),
            asked.reason());
    return post(line, posted == null ? null : posted.postedAt(), id, hash);
  }

  private Place placeOf(Agent agent, UUID intentId) {
    if (work.book().intent(intentId) == null && !work.wanted().intents().contains(intentId)) {
      throw Again.withIntent(intentId);
    }
    return work.places().ofIntent(agent.ref().address(), intentId, null);
  }

  Outcome.Reported repost(Ticket<?> ticket, Request.Repost asked) throws SQLException {
    Agent agent = work.places().agent(asked.agent());
    String id = String.valueOf(ReportIds.of(asked));
    Outcome.Reported before = ReportTaking.before(work.book(), agent, id, "repost");
    if (before != null) {
      return ReportTaking.again(work, ticket, before, Place.of(agent), 0);
    }
    Posted posted = entry(agent, asked);
    Usage usage = posted.usage();
    if (!posted.assumed() || usage == null) {
      throw new Refused(
          Refused.Code.CONFLICT, "entry " + asked.entryId() + " is not at an assumed price");
    }
    Quote quote = work.pricer().price(usage, posted.occurredAt());
    if (quote.how() == Quote.How.ASSUMED) {
      throw new Refused(Refused.Code.CONFLICT, "there is no price for " + usage.model() + " yet");
    }
    if (!quote.amount().isLong()) {
      throw new Refused(
          Refused.Code.CONFLICT,
          "entry " + asked.entryId() + " would cost more than can be posted");
    }
    Place place = posted.intentId() == null ? Place.of(agent) : placeOf(agent, posted.intentId());
    EntryLine line =
        new EntryLine(
            place,
            id,
            quote.amount().minus(posted.amount()),
            EntryLine.Pricing.CORRECTION,
            null,
            posted.model(),
            posted.tier(),
            work.book().now(),
            posted.occurredAt(),
            posted.amount().negated(),
            0,
            -1,
            posted.tokenless(),
            0,
            null,
            null,
            asked.actor(),
            "the price of " + usage.model() + " is known now");
    return post(line, posted.postedAt(), id, "repost");
  }

  /**
   * A correction says what was spent then, not that anything is being spent now: it changes the
   * minute of what it corrects, and a thousand entries with a new price make no burn rate.
   */
  private Outcome.Reported post(EntryLine line, @Nullable Instant corrected, String id, String hash)
      throws SQLException {
    Place place = line.place();
    Instant oldest = work.book().now().minus(Minutes.LOOKED_AT);
    Instant burnedAt = corrected == null || corrected.isBefore(oldest) ? null : corrected;
    place.accounts().forEach(account -> account.post(line, burnedAt));
    work.changes().entries().add(line);
    Verdict verdict = work.judge().decide(place, Asked.NOTHING, 0, null);
    work.changes().news().totals(place);
    Outcome.AgentStanding standing = work.standing().of(place.agent());
    Outcome.Reported reported =
        new Outcome.Reported(
            id,
            false,
            verdict.directive(),
            line.amount(),
            false,
            Usd.ZERO,
            null,
            work.standing().of(place, verdict),
            standing,
            null);
    ReportTaking.remember(work, standing, hash, reported);
    return reported;
  }

  private Posted reported(Agent agent, String reportId) throws SQLException {
    List<Instant> at = new ArrayList<>();
    new Bulk("bigint")
        .add(agent.ref().id())
        .query(
            work.connection(),
            "select posted_at from report where agent_id = any(?) and report_id = ?",
            row -> at.add(Rows.instant(row, "posted_at")),
            reportId);
    List<Posted> found = new ArrayList<>();
    if (!at.isEmpty()) {
      new Bulk("bigint")
          .add(agent.ref().id())
          .query(
              work.connection(),
              ENTRY + " and report_id = ? and pricing <> 'correction'",
              row -> found.add(posted(row)),
              at.get(0).toString(),
              reportId);
    }
    if (found.isEmpty()) {
      throw Refused.notFound(
          "report", "report_id", agent.ref().address() + " has no report " + reportId);
    }
    return found.get(0);
  }

  /** The entries that these requests repost, in one query. */
  void readEntries(List<Ticket<?>> tickets) throws SQLException {
    Bulk entries = new Bulk("timestamptz", "bigint");
    for (Ticket<?> ticket : tickets) {
      if (ticket.request() instanceof Request.Repost repost) {
        entries.add(repost.postedAt(), repost.entryId());
      }
    }
    if (!entries.isEmpty()) {
      entries.query(
          work.connection(), ENTRIES, row -> toRepost.put(row.getLong("id"), posted(row)));
    }
  }

  private Posted entry(Agent agent, Request.Repost asked) {
    Posted found = toRepost.get(asked.entryId());
    if (found == null || found.agentId() != agent.ref().id()) {
      throw Refused.notFound("entry", agent.ref().address() + " has no entry " + asked.entryId());
    }
    return found;
  }

  private static Posted posted(ResultSet row) throws SQLException {
    String model = row.getString("model");
    Usage usage =
        model == null
            ? null
            : new Usage(
                model,
                row.getString("provider"),
                row.getLong("tokens_in"),
                row.getLong("tokens_cached"),
                row.getLong("tokens_cache_write"),
                row.getLong("tokens_out"),
                row.getLong("tokens_reasoning"));
    return new Posted(
        row.getLong("id"),
        row.getLong("agent_id"),
        Rows.instant(row, "posted_at"),
        Rows.uuidOrNull(row, "intent_id"),
        row.getString("report_id"),
        Rows.usd(row, "amount"),
        row.getString("pricing").equals("assumed"),
        model == null ? "" : model,
        usage,
        row.getLong("tier"),
        Rows.instant(row, "occurred_at"));
  }
}
