package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Asked;
import dev.purser.domain.policy.Decision;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Reached;
import dev.purser.domain.policy.Unpriced;
import dev.purser.ledger.Json;
import dev.purser.ledger.Refused;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Authorizations: reserved before a call, then settled, released, or expired. */
final class Authorizing {
  /** When it is worth asking again where others' reservations are in the way. */
  private static final long RETRY_MS = 1_000;

  private final Work work;

  Authorizing(Work work) {
    this.work = work;
  }

  /** Gives back what has expired, before anything is decided. */
  void expire() {
    Book book = work.book();
    for (Reservation reservation : book.reservations()) {
      if (reservation.isPending() && !reservation.expiresAt().isAfter(book.now())) {
        giveBack(reservation, Reservation.State.EXPIRED, null);
      }
    }
  }

  private void giveBack(Reservation reservation, Reservation.State as, @Nullable String reportId) {
    work.book()
        .locked(reservation.accounts())
        .forEach(
            account -> account.reserve(reservation.amount().negated(), reservation.reservedAt()));
    reservation.end(as, reportId);
  }

  /** Refuses an id that was used for another question. */
  void check(Request.Authorize asked) {
    Reservation before = before(asked);
    if (before != null && !before.hash().equals(asked.hash())) {
      throw new Refused(
          Refused.Code.CONFLICT,
          "authorization_id",
          "authorization_id " + asked.id() + " was used for another authorization",
          Map.of());
    }
  }

  private @Nullable Reservation before(Request.Authorize asked) {
    return work.book().reservation(work.places().agent(asked.agent()), asked.id());
  }

  Outcome.Authorized authorize(Request.Authorize asked, Quote quote, int delivery)
      throws SQLException {
    check(asked);
    Place place = work.places().find(asked.agent(), asked.intentId(), asked.task());
    Reservation before = before(asked);
    if (before != null) {
      return again(before, place, delivery);
    }
    Asked question = Asked.authorization(quote.amount());
    Verdict verdict = work.judge().consider(place, question, delivery);
    String reason = reason(place, quote, verdict);
    if (reason == null) {
      return reserve(asked, quote, work.places().opened(place), verdict);
    }
    boolean atLimit = reason.equals(Decision.Refusal.LIMIT.wire());
    if (atLimit && !asked.probe()) {
      verdict = work.judge().decide(place, question, delivery, null);
      work.changes().news().totals(place);
    }
    return denied(asked, quote, place, verdict, reason);
  }

  /** What is asked again gets the same answer for as long as that is true. */
  private Outcome.Authorized again(Reservation before, Place place, int delivery) {
    if (!before.isPending()) {
      throw new Refused(
          Refused.Code.CONFLICT,
          "authorization_id",
          "authorization " + before.id() + " is " + name(before) + " and allows nothing any more",
          Map.of());
    }
    Outcome.Authorized given = Json.read(before.answer(), Outcome.Authorized.class);
    return given.standing(work.judge().consider(place, Asked.NOTHING, delivery));
  }

  /** Why it is denied; null if it is allowed. */
  private static @Nullable String reason(Place place, Quote quote, Verdict verdict) {
    String stopped = verdict.stopped();
    if (stopped != null) {
      return stopped;
    }
    if (quote.how() == Quote.How.ASSUMED && place.agent().own().unpriced() == Unpriced.BLOCK) {
      return "unpriced";
    }
    Decision.Refusal refusal = verdict.decision().refusal();
    return refusal == null ? null : refusal.wire();
  }

  private Outcome.Authorized reserve(
      Request.Authorize asked, Quote quote, Place place, Verdict verdict) {
    Instant now = work.book().now();
    Usd amount = free(place, quote) ? Usd.ZERO : quote.amount();
    Usd before = verdict.decision().remaining();
    Usd left = before == null ? null : before.minus(amount).max(Usd.ZERO);
    Outcome.Authorized answer =
        new Outcome.Authorized(
            asked.id(),
            true,
            amount,
            now.plus(asked.ttl()),
            left,
            left,
            left == null ? null : quote.affordableOutput(left),
            Directive.CONTINUE,
            null,
            null,
            null);
    place.accounts().forEach(account -> account.reserve(amount, now));
    IntentState intent = place.intent();
    Reservation reservation =
        new Reservation(
            asked.id(),
            place.agent().ref().id(),
            intent == null ? null : intent.ref().id(),
            intent == null ? null : intent.ref().task(),
            place.accounts().stream().map(Account::id).toList(),
            amount,
            asked.hash(),
            Json.write(answer),
            now,
            answer.expiresAt(),
            Reservation.State.PENDING);
    reservation.markChanged();
    work.book().add(reservation);
    return answer;
  }

  private static boolean free(Place place, Quote quote) {
    return quote.how() == Quote.How.ASSUMED && place.agent().own().unpriced() == Unpriced.ALLOW;
  }

  private Outcome.Authorized denied(
      Request.Authorize asked, Quote quote, Place place, Verdict verdict, String reason) {
    Usd remaining = verdict.decision().remaining();
    boolean pending = reason.equals(Decision.Refusal.PENDING.wire());
    boolean stopped = verdict.held() != Directive.CONTINUE;
    Usd affordable = stopped ? Usd.ZERO : remaining;
    Reached by = verdict.decision().by();
    boolean ofRule = pending || reason.equals(Decision.Refusal.LIMIT.wire());
    // A refusal that only answers leaves things as they are.
    Directive directive =
        asked.probe()
            ? work.judge().consider(place, Asked.NOTHING, 0).directive()
            : verdict.directive();
    return new Outcome.Authorized(
        asked.id(),
        false,
        Usd.ZERO,
        work.book().now(),
        remaining,
        affordable,
        affordable == null ? null : quote.affordableOutput(affordable),
        directive,
        reason,
        ofRule && by != null ? by.rule().key() : stopped ? verdict.heldByRule() : null,
        pending ? RETRY_MS : null);
  }

  /** Settles what the report names, if that is still pending. */
  Settled settle(Place place, Request.Report report) {
    Instant now = work.book().now();
    UUID id = report.authorizationId();
    Reservation reservation = id == null ? null : work.book().reservation(place.agent(), id);
    if (reservation == null || !reservation.isPending()) {
      boolean late = reservation != null && reservation.state() != Reservation.State.SETTLED;
      return new Settled(now, null, late);
    }
    giveBack(reservation, Reservation.State.SETTLED, report.reportId());
    return new Settled(reservation.reservedAt(), reservation.amount(), false);
  }

  Outcome.Authorized extend(Request.Extend asked) {
    Reservation reservation = find(asked.agent(), asked.id());
    if (!reservation.isPending()) {
      throw new Refused(
          Refused.Code.CONFLICT,
          "authorization " + asked.id() + " is " + name(reservation) + " and cannot be extended");
    }
    reservation.extend(work.book().now().plus(asked.ttl()));
    return standing(asked.agent(), reservation, reservation.amount());
  }

  /** What is not pending any more has nothing to give back. */
  Outcome.Authorized release(Request.Release asked) {
    Reservation reservation = find(asked.agent(), asked.id());
    if (reservation.isPending()) {
      giveBack(reservation, Reservation.State.RELEASED, null);
    }
    return standing(asked.agent(), reservation, Usd.ZERO);
  }

  private Reservation find(AgentAddress agent, UUID id) {
    Reservation reservation = work.book().reservation(work.places().agent(agent), id);
    if (reservation == null) {
      throw Refused.notFound("authorization", "there is no authorization " + id);
    }
    return reservation;
  }

  private static String name(Reservation reservation) {
    return reservation.state().name().toLowerCase(Locale.ROOT);
  }

  private Outcome.Authorized standing(AgentAddress address, Reservation reservation, Usd amount) {
    UUID intentId = reservation.intentId();
    IntentState intent = intentId == null ? null : work.book().intent(intentId);
    Place place =
        intent == null
            ? Place.of(work.places().agent(address))
            : work.places().ofIntent(address, intent.ref().id(), null);
    Verdict verdict = work.judge().consider(place, Asked.NOTHING, 0);
    return new Outcome.Authorized(
        reservation.id(),
        true,
        amount,
        reservation.expiresAt(),
        verdict.decision().remaining(),
        verdict.decision().remaining(),
        null,
        verdict.directive(),
        null,
        null,
        null);
  }
}
