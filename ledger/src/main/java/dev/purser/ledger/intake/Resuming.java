package dev.purser.ledger.intake;

import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.ledger.Refused;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what a resume may release, and gives the grant that comes with it. */
final class Resuming {
  private final Work work;
  private final Granting granting;

  Resuming(Work work, Granting granting) {
    this.work = work;
    this.granting = granting;
  }

  /**
   * What may go, once nothing that stops is full any more; a scope's holds are not its to release.
   */
  Outcome.Resumable resume(Request.Resume asked) throws SQLException {
    Place place = granting.place(asked.agent(), asked.intentId());
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
    if (place.intent() == null) {
      place.agent().account().resume(work.book().now());
    }
    List<Long> holds = new ArrayList<>();
    accounts.forEach(account -> account.holds().forEach(hold -> holds.add(hold.id())));
    long version = place.intent() == null ? place.agent().version() : place.version();
    return new Outcome.Resumable(holds, version, lines);
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
    Hold person = place.intent() == null ? ofPerson(place.agent()) : ofPerson(place.intent());
    if (knownUntil != null && person != null && person.at().isAfter(knownUntil)) {
      throw new Refused(
          Refused.Code.CONFLICT,
          String.format(
              "%s stopped it at %s: %s; only a resume that is asked for anew overrules that",
              person.actor(), person.at().truncatedTo(ChronoUnit.SECONDS), person.reason()));
    }
  }

  /** The ledger has no number for what a person says of an agent or an intent. */
  private static @Nullable Hold ofPerson(Agent agent) {
    Hold hold = agent.account().parkedBy();
    return hold != null && hold.id() == 0 ? hold : null;
  }

  private static @Nullable Hold ofPerson(IntentState intent) {
    return intent.holds().stream()
        .filter(hold -> hold.kind() == HoldKind.PERSON)
        .findFirst()
        .orElse(null);
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
