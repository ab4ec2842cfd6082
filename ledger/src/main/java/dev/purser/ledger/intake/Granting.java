package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Asked;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Extra budget for windows that are open now. */
final class Granting {
  private static final String GIVEN =
      """
      select id, account_id, period, amount, starts_at, expires_at, revoked_at, created_at
      from budget_grant
      """;

  private final Work work;
  private final Set<String> keysOfThisBatch = new HashSet<>();

  Granting(Work work) {
    this.work = work;
  }

  /** A grant on record. */
  record Given(
      UUID id,
      long account,
      Period period,
      Usd amount,
      @Nullable Instant expiresAt,
      boolean gone,
      Instant at) {}

  Outcome.Granted grant(Request.Grant asked) throws SQLException {
    Place place = place(asked.agent(), asked.intentId());
    List<Account> accounts = Limits.accounts(place);
    List<Given> before = before(accounts, asked.key(), asked.amount());
    if (!before.isEmpty()) {
      return new Outcome.Granted(lines(before), true);
    }
    List<FullWindow> chosen = new ArrayList<>();
    for (FullWindow each : Limits.of(work.book(), place, accounts)) {
      boolean wanted =
          asked.period() == null ? each.isReached() : each.rule().period() == asked.period();
      if (wanted) {
        chosen.add(each);
      }
    }
    if (chosen.isEmpty()) {
      throw new Refused(
          Refused.Code.INVALID,
          "period",
          asked.period() == null
              ? "period must be named while no window is at its limit"
              : "period must be one that a rule limits here, and none is by "
                  + asked.period().wire(),
          Map.of());
    }
    return new Outcome.Granted(
        give(place, chosen, asked.amount(), asked.key(), asked.actor(), asked.reason()), false);
  }

  /** The place that a grant or a resume is about. */
  Place place(AgentAddress agent, @Nullable UUID intent) {
    return intent == null
        ? Place.of(work.places().agent(agent))
        : work.places().ofIntent(agent, intent, null);
  }

  /** One grant for each account and period, however many rules look at it. */
  List<Outcome.GrantLine> give(
      Place place,
      List<FullWindow> chosen,
      Usd amount,
      String key,
      String actor,
      @Nullable String reason) {
    Map<String, FullWindow> once = new LinkedHashMap<>();
    for (FullWindow each : chosen) {
      once.merge(
          each.account().id() + " " + each.rule().period(),
          each,
          (a, b) -> b.stops() && !a.stops() ? b : a);
    }
    List<Outcome.GrantLine> lines = new ArrayList<>();
    for (FullWindow each : once.values()) {
      UUID id = UUID.randomUUID();
      Period period = each.rule().period();
      TimeWindow window = each.window();
      each.account().grant(amount, period, work.book().now());
      work.changes()
          .grants()
          .give(
              id, each.account(), period, each.policy().zone(), window, amount, key, actor, reason);
      lines.add(
          new Outcome.GrantLine(
              id, period, amount, each.limit().plus(amount), window == null ? null : window.end()));
      keysOfThisBatch.add(each.account().id() + " " + key);
    }
    announce(place, lines, amount, actor, reason);
    return lines;
  }

  private void announce(
      Place place,
      List<Outcome.GrantLine> lines,
      Usd amount,
      String actor,
      @Nullable String reason) {
    AgentAddress agent = place.agent().ref().address();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("usd", amount.toBigDecimal());
    details.put("periods", lines.stream().map(line -> line.period().wire()).distinct().toList());
    details.put("grant_ids", lines.stream().map(Outcome.GrantLine::grantId).toList());
    if (place.intent() != null) {
      details.put("intent_id", place.intent().ref().id());
      work.changes().news().urgent(place.intent().ref().id());
    } else {
      work.changes().news().urgent(agent);
    }
    if (reason != null) {
      details.put("reason", reason);
    }
    work.changes().decisions().event(agent, "agent.granted", details, actor);
  }

  /** What was granted under this key before; none: nothing was. */
  List<Given> before(List<Account> accounts, String key, Usd amount) throws SQLException {
    if (accounts.stream().anyMatch(each -> keysOfThisBatch.contains(each.id() + " " + key))) {
      // Its rows are not written yet: the next transaction finds them.
      throw new Postponed();
    }
    List<Given> all = new ArrayList<>();
    Bulk.of("bigint", accounts.stream().map(Account::id).toList())
        .query(
            work.connection(),
            GIVEN + " where account_id = any(?) and request_key = ? order by id",
            row -> {
              Given given = given(row);
              if (!given.amount().equals(amount)) {
                throw new Refused(
                    Refused.Code.CONFLICT, "this key was used for a grant of " + given.amount());
              }
              all.add(given);
            },
            key);
    return all;
  }

  static List<Outcome.GrantLine> lines(List<Given> all) {
    return all.stream().map(Granting::line).toList();
  }

  private static Outcome.GrantLine line(Given given) {
    return new Outcome.GrantLine(
        given.id(), given.period(), given.amount(), null, given.expiresAt());
  }

  private static Given given(ResultSet row) throws SQLException {
    return new Given(
        Rows.uuid(row, "id"),
        row.getLong("account_id"),
        Period.fromWire(row.getString("period")),
        Rows.usd(row, "amount"),
        Rows.finite(row, "expires_at"),
        Rows.instantOrNull(row, "revoked_at") != null,
        Rows.instant(row, "created_at"));
  }

  Outcome.Granted revoke(Request.Revoke asked) throws SQLException {
    Agent agent = work.places().agent(asked.agent());
    List<Given> found = new ArrayList<>();
    new Bulk("uuid")
        .add(asked.grantId())
        .query(work.connection(), GIVEN + " where id = any(?)", row -> found.add(given(row)));
    if (found.isEmpty()) {
      throw noGrant(asked);
    }
    Given given = found.get(0);
    Account account = work.book().locked(given.account());
    if (account.agentId() != agent.ref().id()) {
      throw noGrant(asked);
    }
    Instant now = work.book().now();
    boolean runs = given.expiresAt() == null || given.expiresAt().isAfter(now);
    if (!given.gone() && runs) {
      account.revoke(given.amount(), given.period(), now);
      work.changes().grants().revoke(given.id(), asked.actor());
      work.changes()
          .decisions()
          .event(
              asked.agent(),
              "agent.granted",
              Map.of("revoked", given.id(), "usd", given.amount().toBigDecimal()),
              asked.actor());
      tell(account, asked.agent());
      if (account.key().kind() == AccountKind.AGENT) {
        work.judge().decide(Place.of(agent), Asked.NOTHING, 0, null);
      }
    }
    return new Outcome.Granted(List.of(line(given)), given.gone());
  }

  private static Refused noGrant(Request.Revoke asked) {
    return Refused.notFound("grant", asked.agent() + " has no grant " + asked.grantId());
  }

  private void tell(Account account, AgentAddress agent) {
    if (account.key().kind() == AccountKind.INTENT) {
      work.changes().news().urgent(UUID.fromString(account.key().name()));
    } else {
      work.changes().news().urgent(agent);
    }
  }
}
