package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Asked;
import dev.purser.domain.policy.Unpriced;
import dev.purser.ledger.Json;
import dev.purser.ledger.Refused;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes cost reports: each once, whatever it costs, whoever is stopped. */
final class ReportTaking {
  private static final Duration OLDEST = Duration.ofDays(35);
  private static final Duration FUTURE = Duration.ofMinutes(5);

  private final Work work;
  private final Authorizing authorizing;
  private final UnpricedUse unpricedUse;

  ReportTaking(Work work, Authorizing authorizing) {
    this.work = work;
    this.authorizing = authorizing;
    this.unpricedUse = new UnpricedUse(work);
  }

  Outcome.Reported take(Ticket<?> ticket, Request.Report report) throws SQLException {
    Instant now = work.book().now();
    Place found = work.places().find(report.agent(), report.intentId(), report.task());
    Outcome.Reported before = before(work.book(), found.agent(), report.reportId(), report.hash());
    if (before != null) {
      return again(work, ticket, before, found, report.delivery());
    }
    checkTime(report.occurredAt(), now);
    Request.Authorize next = report.next();
    if (next != null) {
      authorizing.check(next);
      // Whatever can be refused is refused before anything is counted.
      work.places().find(next.agent(), next.intentId(), next.task());
    }
    Place place = work.places().opened(found);
    Settled settled = authorizing.settle(place, report);
    EntryLine line = line(place, report, ticket.quote(), settled.windowAt());
    post(place, line);
    Verdict verdict =
        work.judge().decide(place, Asked.NOTHING, report.delivery(), report.reportId());
    unpricedUse.alertOnce(place, line, report.reportId());
    if (place.intent() != null && report.signOfLife()) {
      place.intent().hear(now);
    }
    work.changes().news().totals(place);
    Outcome.Authorized authorized = null;
    if (next != null) {
      authorized = authorizing.authorize(next, ticket.nextQuote(), report.delivery());
    }
    Usd over = settled.over(line.amount());
    Usd late = settled.late() ? late(place, line) : null;
    return remember(
        report.hash(), answer(place, verdict, line, over, late, authorized, report.delivery()));
  }

  /**
   * Its authorization was over, so its room may have been given to others. It is spent and counts;
   * that it came too late, and what that has passed a limit by, is on record.
   */
  private Usd late(Place place, EntryLine line) {
    Usd past = Limits.past(work.book(), place).min(line.amount()).max(Usd.ZERO);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("report_id", String.valueOf(line.reportId()));
    details.put("authorization_id", String.valueOf(line.authorizationId()));
    details.put("cost_usd", line.amount().toBigDecimal());
    details.put("past_limit_usd", past.toBigDecimal());
    IntentState intent = place.intent();
    if (intent != null) {
      details.put("intent_id", intent.ref().id());
    }
    work.changes().decisions().event(place.agent().ref().address(), "agent.late", details, null);
    return past;
  }

  private void post(Place place, EntryLine line) {
    // Whatever was reserved when: it is spent, as far as anyone knows, now.
    Instant now = work.book().now();
    place.accounts().forEach(account -> account.post(line, now));
    work.changes().entries().add(line);
  }

  private EntryLine line(Place place, Request.Report report, Quote quote, Instant windowAt) {
    Instant now = work.book().now();
    boolean unpriced = quote.how() == Quote.How.ASSUMED;
    boolean free = unpriced && place.agent().own().unpriced() == Unpriced.ALLOW;
    Usd amount = free ? Usd.ZERO : quote.amount();
    return new EntryLine(
        place,
        report.reportId(),
        amount,
        free ? EntryLine.Pricing.FREE : pricing(quote),
        quote.usage(),
        quote.model(),
        quote.tier(),
        windowAt,
        report.occurredAt() == null ? now : report.occurredAt(),
        unpriced ? amount : Usd.ZERO,
        1,
        unpriced ? 1 : 0,
        quote.usage() == null || !quote.usage().hasTokens(),
        report.delivery(),
        report.authorizationId(),
        report.metadata(),
        null,
        null);
  }

  private static EntryLine.Pricing pricing(Quote quote) {
    return switch (quote.how()) {
      case GIVEN -> EntryLine.Pricing.GIVEN;
      case PRICED -> EntryLine.Pricing.PRICED;
      case ASSUMED -> EntryLine.Pricing.ASSUMED;
    };
  }

  private Outcome.Reported answer(
      Place place,
      Verdict verdict,
      EntryLine line,
      Usd over,
      @Nullable Usd late,
      Outcome.@Nullable Authorized next,
      int delivery) {
    Verdict after = next == null ? verdict : work.judge().consider(place, Asked.NOTHING, delivery);
    Outcome.IntentStanding intent = work.standing().of(place, after);
    Outcome.AgentStanding agent = work.standing().of(place.agent());
    boolean assumed =
        line.pricing() == EntryLine.Pricing.ASSUMED || line.pricing() == EntryLine.Pricing.FREE;
    return new Outcome.Reported(
        String.valueOf(line.reportId()),
        false,
        after.directive(),
        line.amount(),
        assumed,
        over,
        late,
        intent,
        agent,
        next);
  }

  private Outcome.Reported remember(String hash, Outcome.Reported reported) {
    remember(work, reported.agent(), hash, reported);
    return reported;
  }

  /** Keeps the answer under the report's id, also for the rest of this transaction. */
  static void remember(
      Work work, Outcome.AgentStanding standing, String hash, Outcome.Reported reported) {
    Agent agent = work.places().agent(standing.agent());
    String answer = Json.write(reported);
    long agentId = agent.ref().id();
    work.changes().entries().answer(agentId, reported.reportId(), hash, answer);
    work.book()
        .add(
            new Book.ReportKey(agentId, reported.reportId()),
            new Book.Given(hash, answer, work.book().now()));
  }

  /** The answer given before under this id; null if there is none. */
  static Outcome.@Nullable Reported before(Book book, Agent agent, String reportId, String hash) {
    Book.Given given = book.report(agent.ref().id(), reportId);
    if (given == null) {
      return null;
    }
    if (!given.hash().equals(hash)) {
      throw new Refused(
          Refused.Code.CONFLICT,
          "report_id",
          "report_id " + reportId + " was used for another report",
          Map.of());
    }
    return Json.read(given.answer(), Outcome.Reported.class);
  }

  /** It is not counted again, but whoever was stopped meanwhile must hear of it. */
  static Outcome.Reported again(
      Work work, Ticket<?> ticket, Outcome.Reported given, Place place, int delivery)
      throws SQLException {
    Verdict verdict = work.judge().consider(place, Asked.NOTHING, delivery);
    // After a lost COMMIT the first caller finds its own report.
    return given.again(
        !ticket.triedBefore(),
        verdict,
        work.standing().of(place, verdict),
        work.standing().of(place.agent()));
  }

  private static void checkTime(@Nullable Instant occurredAt, Instant now) {
    if (occurredAt == null) {
      return;
    }
    if (occurredAt.isBefore(now.minus(OLDEST))) {
      throw invalidTime("must be at most 35 days ago");
    }
    if (occurredAt.isAfter(now.plus(FUTURE))) {
      throw invalidTime("must be at most 5 minutes in the future");
    }
  }

  private static Refused invalidTime(String reason) {
    return new Refused(Refused.Code.INVALID, "occurred_at", "occurred_at " + reason, Map.of());
  }
}
