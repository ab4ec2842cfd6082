package dev.purser.ledger.intake;

import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.Refused;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Releases what a resume may release, and gives the grant that comes with it. */
final class Resuming {
  private final Work work;
  private final Granting granting;
  private final Stopping stopping;

  Resuming(Work work, Granting granting, Stopping stopping) {
    this.work = work;
    this.granting = granting;
    this.stopping = stopping;
  }

  /**
   * Releases what holds it, once nothing that stops is full any more; a scope's holds are not its
   * to release.
   */
  Outcome.Resumed resume(Request.Resume asked) throws SQLException {
    Place place = granting.place(asked.agent(), asked.intentId());
    refuseRevival(place);
    List<Account> accounts = Limits.accounts(place);
    Usd grant = asked.grant();
    List<Granting.Given> before =
        grant == null ? List.of() : granting.before(accounts, asked.key(), grant);
    refuseOverruling(place, before.isEmpty() ? asked.knownUntil() : before.get(0).at());
    List<FullWindow> reached = reached(place, accounts);
    Usd extra = before.isEmpty() ? grant : null;
    refuseWhileFull(reached, extra);
    List<Outcome.GrantLine> lines =
        extra == null ? Granting.lines(before) : give(place, reached, extra, asked);
    List<Long> released = release(place, accounts, asked);
    return new Outcome.Resumed(released, Judge.order(place, 0), lines);
  }

  private List<Long> release(Place place, List<Account> accounts, Request.Resume asked)
      throws SQLException {
    Cause cause = Cause.of(place, null);
    List<Long> released = new ArrayList<>();
    boolean killed = false;
    for (Account account : accounts) {
      List<OpenHold> holds = List.copyOf(account.holds());
      for (OpenHold hold : holds) {
        account.release(hold);
        work.changes().decisions().release(hold, asked.actor());
        released.add(hold.id());
        killed |= hold.directive() == Directive.KILL;
      }
      if (!holds.isEmpty()) {
        account.touch();
        work.recorder().tellBelow(account, cause);
      }
    }
    Account own = place.own() == null ? place.agent().account() : place.own();
    if (place.intent() == null) {
      own.resume(work.book().now());
      if (killed) {
        work.changes().doom(place.agent().ref().id(), asked.actor());
      }
    }
    boolean waits = place.intent() != null && place.intent().status() == IntentStatus.WAITING;
    if (!released.isEmpty() || waits) {
      own.touch();
      stopping.tell(place, own, Directive.CONTINUE, asked.actor(), asked.reason());
    }
    return released;
  }

  /** The windows of rules that stop or block, as far as their limits are reached. */
  private List<FullWindow> reached(Place place, List<Account> accounts) {
    return Limits.of(work.book(), place, accounts).stream()
        .filter(each -> each.rule().action() != Action.ALERT)
        .filter(each -> each.policy().enforces(each.rule()) && each.isReached())
        .toList();
  }

  /** What only blocks is no reason to wait, but a grant must be enough for that too. */
  private static void refuseWhileFull(List<FullWindow> reached, @Nullable Usd extra) {
    List<FullWindow> stillFull =
        reached.stream()
            .filter(each -> extra != null || each.stops())
            .filter(each -> each.wouldBeFullWith(extra == null ? Usd.ZERO : extra))
            .toList();
    if (!stillFull.isEmpty()) {
      throw exceeded(stillFull);
    }
  }

  private List<Outcome.GrantLine> give(
      Place place, List<FullWindow> reached, Usd grant, Request.Resume asked) {
    if (reached.isEmpty()) {
      throw new Refused(
          Refused.Code.INVALID,
          "grant_usd",
          "grant_usd must be left out while no limit is reached",
          Map.of());
    }
    return granting.give(place, reached, grant, asked.key(), asked.actor(), asked.reason());
  }

  /** Whoever did not know that a person stopped it, or asks the same again since, has no say. */
  private static void refuseOverruling(Place place, @Nullable Instant knownUntil) {
    Account own = place.own() == null ? place.agent().account() : place.own();
    OpenHold person =
        own.holds().stream()
            .filter(OpenHold::isWord)
            .max(Comparator.comparing(OpenHold::at))
            .orElse(null);
    if (knownUntil != null && person != null && person.at().isAfter(knownUntil)) {
      throw new Refused(
          Refused.Code.CONFLICT,
          String.format(
              "%s stopped it at %s: %s; only a resume that is asked for anew overrules that",
              person.actor(), person.at().truncatedTo(ChronoUnit.SECONDS), person.reason()));
    }
  }

  /**
   * A killed intent stays killed, whether its workflow has heard of it or not. What goes on is its
   * task, where reports alone tell of that: with the next report, and another intent.
   */
  private static void refuseRevival(Place place) {
    IntentState intent = place.intent();
    Account own = place.own();
    if (intent == null || own == null) {
      return;
    }
    boolean killed = own.holds().stream().anyMatch(hold -> hold.directive() == Directive.KILL);
    boolean ended = intent.status().isTerminal();
    Account task = place.tracked() ? place.task() : null;
    boolean releasesTask = ended && task != null && !task.holds().isEmpty();
    if (!releasesTask && (killed || ended)) {
      String how = killed ? "CANCELED" : intent.status().name();
      throw new Refused(Refused.Code.CONFLICT, "the intent is " + how + " already");
    }
  }

  private static Refused exceeded(List<FullWindow> full) {
    FullWindow first = full.get(0);
    Map<String, Object> details = new LinkedHashMap<>(first.details());
    Usd over = full.stream().map(FullWindow::over).reduce(Usd.ZERO, Usd::max);
    details.put("windows", full.stream().map(FullWindow::details).toList());
    return new Refused(
        Refused.Code.BUDGET_EXCEEDED,
        null,
        "nothing is left to spend: "
            + String.join(
                ", ",
                full.stream()
                    .map(
                        each ->
                            each.rule().period().wire()
                                + " "
                                + each.spent()
                                + " of "
                                + each.limit())
                    .toList())
            + "; resume with a grant"
            + (over.isPositive() ? " of more than " + over : ""),
        details);
  }
}
