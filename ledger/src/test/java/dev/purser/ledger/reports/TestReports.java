package dev.purser.ledger.reports;

import static dev.purser.ledger.Facts.BOT;
import static dev.purser.ledger.Facts.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.price.Usage;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Page;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.intake.Request;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestReports {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant NEXT = MONDAY.plusSeconds(86_400);

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
  void sharesOfModelsAddUp() {
    facts.rolledUp(BOT, null, "", "gpt-4", MONDAY, "9.20", 10);
    facts.rolledUp(BOT, null, "", "gpt-4o", MONDAY, "2.85", 20);
    facts.rolledUp(BOT, null, "", "gpt-4o-mini", MONDAY, "0.42", 30);
    facts.rolledUp(OTHER, null, "", "gpt-4", MONDAY, "100", 1);
    facts.rolledUp(BOT, null, "", "gpt-4", NEXT, "100", 1);
    ModelsReport report = reports.models(BOT, MONDAY, NEXT);
    assertThat(report.total()).isEqualTo(Usd.of("12.47"));
    assertThat(report.models())
        .extracting(ModelRow::model, row -> row.share().setScale(3, RoundingMode.HALF_EVEN))
        .containsExactly(
            tuple("gpt-4", new BigDecimal("0.738")),
            tuple("gpt-4o", new BigDecimal("0.229")),
            tuple("gpt-4o-mini", new BigDecimal("0.034")));
    assertThat(report.models().get(2).totals().tokensIn()).isEqualTo(30_000);
    assertThat(reports.models(null, NEXT.plusSeconds(900), NEXT.plusSeconds(1_800)).total())
        .isEqualTo(Usd.ZERO);
  }

  @Test
  void groupsCostsByAnything() {
    UUID intent = facts.intent(BOT, "ticket", null);
    facts.execute("update intent set tags = '{\"team\": \"red\"}'");
    facts.rolledUp(BOT, intent, "ticket", "gpt-4", MONDAY, "1", 1);
    facts.rolledUp(BOT, null, "", "gpt-4", MONDAY.plusSeconds(4_500), "2", 1);
    assertThat(groups("agent,model")).containsExactly(List.of(BOT.value(), "gpt-4"));
    assertThat(groups("intent")).containsExactly(List.of(""), List.of(intent.toString()));
    assertThat(groups("intent_type")).containsExactly(List.of(""), List.of("work.done.v1"));
    assertThat(groups("task")).containsExactly(List.of(""), List.of("ticket"));
    assertThat(groups("tag:team")).containsExactly(List.of(""), List.of("red"));
    assertThat(groups("hour"))
        .containsExactly(List.of("2026-03-02T01:00:00Z"), List.of("2026-03-02T00:00:00Z"));
    assertThat(groups("day")).containsExactly(List.of("2026-03-02"));
    assertThat(reports.costs(query("agent", UTC), 1, null).total().cost()).isEqualTo(Usd.of("3"));
  }

  private List<List<String>> groups(String by) {
    return reports.costs(query(by, UTC), 10, null).rows().items().stream()
        .map(CostRow::groups)
        .toList();
  }

  @Test
  void daysAndHoursFollowTheZoneThatIsAskedFor() {
    facts.rolledUp(BOT, null, "", "m", Instant.parse("2026-03-02T18:15:00Z"), "1", 1);
    facts.rolledUp(BOT, null, "", "m", Instant.parse("2026-03-02T18:00:00Z"), "2", 1);
    ZoneId kathmandu = ZoneId.of("Asia/Kathmandu");
    assertThat(reports.costs(query("day", kathmandu), 10, null).rows().items())
        .extracting(CostRow::groups)
        .containsExactly(List.of("2026-03-02"), List.of("2026-03-03"));
    assertThat(reports.costs(query("hour", kathmandu), 10, null).rows().items())
        .extracting(CostRow::groups)
        .containsExactly(List.of("2026-03-02T17:15:00Z"), List.of("2026-03-02T18:15:00Z"));
  }

  @Test
  void ofHoweverManyModelsTheDearestThousandAreToldAndAllAreSummed() {
    for (int i = 0; i < 1_001; i++) {
      facts.rolledUp(BOT, null, "", "made up " + i, MONDAY, i == 7 ? "0.01" : "1", 1);
    }
    ModelsReport report = reports.models(BOT, MONDAY, NEXT);
    assertThat(report.models())
        .hasSize(1_000)
        .extracting(ModelRow::model)
        .doesNotContain("made up 7");
    assertThat(report.total()).isEqualTo(Usd.of("1000.01"));
  }

  @Test
  void everyRowIsOnOnePageExactly() {
    for (int i = 0; i < 7; i++) {
      facts.rolledUp(BOT, null, "task " + i, "m", MONDAY, i < 4 ? "1" : "2", 1);
    }
    StringBuilder seen = new StringBuilder();
    String cursor = null;
    do {
      Page<CostRow> page = reports.costs(query("task,model", UTC), 2, cursor).rows();
      page.items().forEach(row -> seen.append(row.groups().get(0).charAt(5)));
      cursor = page.next();
    } while (cursor != null);
    assertThat(seen).hasToString("4560123");
  }

  @Test
  void pagesGoOnWhateverCharactersNamesHave() {
    List<String> tasks = List.of("\u001f", "a\u001fb", ".", "\u202eיום", "\"; drop");
    tasks.forEach(task -> facts.rolledUp(BOT, null, task, "m", MONDAY, "1", 1));
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<CostRow> page = reports.costs(query("task,model", UTC), 1, cursor).rows();
      page.items().forEach(row -> seen.add(row.groups().get(0)));
      cursor = page.next();
    } while (cursor != null);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(tasks);
  }

  @Test
  void trendsOfAllAgentsComeByTheirAddress() {
    Instant now = Instant.parse("2026-03-04T12:30:00Z");
    facts.rolledUp(OTHER, null, "", "m", now.minusSeconds(3_600), "1", 1);
    facts.rolledUp(BOT, null, "", "m", now, "2", 1);
    facts.rolledUp(BOT, null, "", "m", Instant.parse("2026-03-03T13:00:00Z"), "4", 1);
    facts.rolledUp(BOT, null, "", "m", Instant.parse("2026-03-03T12:45:00Z"), "8", 1);
    Page<AgentTrend> first = reports.trends(null, now, 1, null);
    assertThat(first.items()).extracting(AgentTrend::address).containsExactly(BOT);
    List<Usd> hours = first.items().get(0).trend().hours();
    assertThat(hours).hasSize(24).startsWith(Usd.of("4"), Usd.ZERO).endsWith(Usd.ZERO, Usd.of("2"));
    Page<AgentTrend> second = reports.trends(null, now, 1, first.next());
    assertThat(second.items().get(0).trend().hours().get(22)).isEqualTo(Usd.of("1"));
    assertThat(second.next()).isNull();
    assertThat(reports.trends(OTHER, now, 9, null).items())
        .extracting(AgentTrend::address)
        .containsExactly(OTHER);
  }

  @Test
  void costsOfOneModelAndOneAgentOnly() {
    facts.rolledUp(BOT, null, "", "a", MONDAY, "1", 1);
    facts.rolledUp(BOT, null, "", "b", MONDAY, "2", 1);
    facts.rolledUp(OTHER, null, "", "a", MONDAY, "4", 1);
    CostQuery query = new CostQuery(List.of(), MONDAY, NEXT, BOT, "a", UTC);
    assertThat(reports.costs(query, 10, null).rows().items())
        .containsExactly(
            new CostRow(List.of(), new Totals(Usd.of("1"), Usd.ZERO, 1, 0, 1_000, 100, 0, 0, 0)));
  }

  @Test
  void theTableShowsFourAgentsWithTheirDayWeekAndMonth() {
    Instant noon = Instant.parse("2026-03-04T12:00:00Z");
    for (String name : List.of("a", "b", "c", "d")) {
      var agent = new AgentAddress("agent://myorg/" + name);
      facts
          .agent(agent)
          .posted(AccountKey.agent(agent), Usd.of("1"), noon)
          .posted(AccountKey.agent(agent), Usd.of("2"), MONDAY)
          .posted(AccountKey.agent(agent), Usd.of("4"), MONDAY.minusSeconds(900))
          .posted(AccountKey.agent(agent), Usd.of("8"), Instant.parse("2026-02-28T23:45:00Z"))
          .posted(AccountKey.agent(agent), Usd.of("16"), Instant.parse("2026-03-05T00:00:00Z"));
    }
    ledger
        .policies()
        .put(
            Policy.of(
                "agent://myorg/a",
                0,
                UTC,
                List.of(
                    Rule.of(Period.WEEK, Usd.of("9"), Action.PAUSE),
                    Rule.of(Period.DAY, Usd.of("3"), Action.ALERT))),
            null,
            "ann");
    AgentAddress b = new AgentAddress("agent://myorg/b");
    facts.agent(b).word(b, AgentStatus.PAUSED);
    Page<AgentRow> first = reports.agents(noon, 3, null);
    assertThat(first.items())
        .extracting(row -> row.today().usd(), AgentRow::limit, AgentRow::status)
        .containsExactly(
            tuple(Usd.of("1"), Usd.of("9"), AgentStatus.ACTIVE),
            tuple(Usd.of("1"), null, AgentStatus.PAUSED),
            tuple(Usd.of("1"), null, AgentStatus.ACTIVE));
    AgentRow last = reports.agents(noon, 3, first.next()).items().get(0);
    assertThat(last.address().displayName()).isEqualTo("d");
    assertThat(last.week().usd()).isEqualTo(Usd.of("19"));
    assertThat(last.month().usd()).isEqualTo(Usd.of("23"));
  }

  @Test
  void noLimitIsOnlyWhereNoRuleOfAnyKindHolds() {
    facts.agent(BOT);
    assertThat(reports.agents(null, 9, null).items().get(0).rule()).isNull();
    Rule count =
        new Rule(
            Period.DAY, null, 12L, Action.BLOCK, List.of(), List.of(), Resume.MANUAL, Mode.OBSERVE);
    ledger.policies().put(Policy.of(BOT.value(), 0, UTC, List.of(count)), null, "ann");
    AgentRow counted = reports.agents(null, 9, null).items().get(0);
    assertThat(counted.limit()).isNull();
    assertThat(counted.rule()).isEqualTo("day 12 intents block (only observed)");
    ledger
        .policies()
        .put(
            Policy.of(
                BOT.value(),
                0,
                UTC,
                List.of(count, Rule.of(Period.INTENT, Usd.of("5"), Action.KILL))),
            null,
            "ann");
    assertThat(reports.agents(null, 9, null).items().get(0).rule()).isEqualTo("intent $5.00 kill");
  }

  @Test
  void intentsOfTheDayAreCounted() {
    facts.intent(BOT, null, null);
    facts.intent(BOT, null, null);
    facts.execute(
        "update intent set created_at = now() - interval '2 days' where id = (select id from intent"
            + " limit 1)");
    assertThat(reports.agents(null, 9, null).items())
        .extracting(AgentRow::intentsToday)
        .containsExactly(1L);
  }

  @Test
  void saysWhatAShareOfTheCallsWouldHaveCostWithAnotherModel() {
    // gpt-4: 30 and 60 USD per million; gpt-4o: 2.50 and 10.
    facts.rolledUp(BOT, null, "", "gpt-4", MONDAY, "3.60", 100);
    facts.rolledUp(BOT, null, "", "gpt-4", MONDAY.plusSeconds(900), "1", 1);
    facts.execute("update rollup set tokens_in = 0, tokens_out = 0 where calls = 1");
    WhatIf half = reports.whatIf(BOT, "gpt-4", "gpt-4o", new BigDecimal("0.5"), MONDAY, NEXT);
    assertThat(half.cost()).isEqualTo(Usd.of("2.30"));
    assertThat(half.wouldCost()).isEqualTo(Usd.of("0.175"));
    assertThat(half.saving()).isEqualTo(Usd.of("1.625"));
    assertThat(half.notRepriced()).isEqualTo(Usd.of("0.50"));
    WhatIf unknown = reports.whatIf(null, "gpt-4", "no-such", BigDecimal.ONE, MONDAY, NEXT);
    assertThat(unknown).isEqualTo(new WhatIf(Usd.of("4.60"), Usd.ZERO, Usd.ZERO, Usd.of("4.60")));
  }

  @Test
  void whatHasNoTokensIsNotRepriced() {
    Usage million = Usage.of("gpt-4", 1_000_000, 0);
    report(Usd.of("9.20"), million);
    report(Usd.of("18.40"), Usage.of("gpt-4", 0, 0));
    Instant now = Instant.now();
    WhatIf all =
        reports.whatIf(
            BOT, "gpt-4", "gpt-4o", BigDecimal.ONE, now.minusSeconds(3_600), now.plusSeconds(900));
    assertThat(all)
        .isEqualTo(new WhatIf(Usd.of("27.60"), Usd.of("2.50"), Usd.of("6.70"), Usd.of("18.40")));
  }

  private void report(Usd cost, Usage usage) {
    ledger
        .intake()
        .submit(
            new Request.Report(
                BOT,
                null,
                null,
                UUID.randomUUID().toString(),
                true,
                "hash",
                cost,
                usage,
                null,
                0,
                null,
                null,
                null))
        .join();
  }

  @Test
  void refusesDimensionsThereAreNot() {
    for (String wrong : List.of("", "agents", "agent,agent", "tag:", "agent,")) {
      assertThatThrownBy(() -> Dimension.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tag:KEY");
    }
  }

  private static CostQuery query(String by, ZoneId zone) {
    return new CostQuery(Dimension.parse(by), MONDAY, NEXT.plusSeconds(86_400), null, null, zone);
  }
}
