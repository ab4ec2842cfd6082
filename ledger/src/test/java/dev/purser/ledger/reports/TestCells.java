package dev.purser.ledger.reports;

import static dev.purser.ledger.Facts.BOT;
import static dev.purser.ledger.Facts.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What charts show, and what there is to group by. */
class TestCells {
  private static final Instant FIRST = Instant.parse("2026-03-31T23:45:00Z");

  private Ledger ledger;
  private Facts facts;
  private Reports reports;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger);
    reports = ledger.reports();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void theDearestHaveTheirNamesAndTheOthersAreOne() {
    for (int i = 1; i <= 4; i++) {
      facts.rolledUp(BOT, null, "task " + i, "model " + i, FIRST, String.valueOf(1 << i), 1);
      facts.rolledUp(OTHER, null, "task " + i, "model 0", FIRST, "1", 1);
    }
    assertThat(reports.cells(query("task", "UTC"), 2, 9))
        .containsExactly(
            new CostCell("task 4", null, Usd.of("17")),
            new CostCell("task 3", null, Usd.of("9")),
            new CostCell(null, null, Usd.of("8")));
    assertThat(reports.cells(query("task,model", "UTC"), 2, 1))
        .containsExactlyInAnyOrder(
            new CostCell("task 4", "model 4", Usd.of("16")),
            new CostCell("task 4", null, Usd.of("1")),
            new CostCell("task 3", null, Usd.of("9")),
            new CostCell(null, null, Usd.of("8")));
  }

  @Test
  void aChartOfThreeGroupsIsRefused() {
    assertThatThrownBy(() -> reports.cells(query("task,model,day", "UTC"), 2, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void monthsFollowTheZone() {
    facts.rolledUp(BOT, null, "", "m", FIRST, "1", 1);
    facts.rolledUp(BOT, null, "", "m", FIRST.plusSeconds(900), "2", 1);
    assertThat(reports.cells(query("month", "UTC"), 9, 0))
        .containsExactly(
            new CostCell("2026-04", null, Usd.of("2")), new CostCell("2026-03", null, Usd.of("1")));
    assertThat(reports.cells(query("month", "Europe/Berlin"), 9, 0))
        .containsExactly(new CostCell("2026-04", null, Usd.of("3")));
  }

  @Test
  void tagsAreThoseOfTheIntentsOneMaySee() {
    facts.intent(BOT, null, null);
    facts.execute("update intent set tags = '{\"team\": \"red\", \"tab\\there\": \"x\"}'");
    facts.intent(OTHER, null, null);
    facts.execute("update intent set tags = '{\"site\": \"north\"}' where tags = '{}'");
    assertThat(reports.tagNames(null)).containsExactly("site", "team");
    assertThat(reports.tagNames(OTHER)).containsExactly("site");
    assertThat(reports.tagNames(new AgentAddress("agent://myorg/nobody"))).isEmpty();
  }

  @Test
  void aTagMayHaveACommaInItsName() {
    facts.intent(BOT, null, null);
    facts.execute("update intent set tags = '{\"a,b\": \"c\"}'");
    facts.execute(
        "insert into rollup select agent_id, now(), id, '', 'm', 0, 5, 0, 1, 0, 0, 0, 0, 0, 0 from intent");
    Instant now = Instant.now();
    CostQuery query =
        new CostQuery(
            List.of(Dimension.of("tag:a,b")),
            now.minus(1, ChronoUnit.DAYS),
            now.plus(1, ChronoUnit.DAYS),
            null,
            null,
            reports.zone());
    assertThat(reports.costs(query, 9, null).rows().items())
        .extracting(row -> row.groups().get(0))
        .containsExactly("c");
  }

  private static CostQuery query(String by, String zone) {
    return new CostQuery(
        Dimension.parse(by),
        FIRST.minus(1, ChronoUnit.DAYS),
        FIRST.plus(1, ChronoUnit.DAYS),
        null,
        null,
        ZoneId.of(zone));
  }
}
