package dev.purser.ledger.reports;

import static dev.purser.ledger.Facts.BOT;
import static dev.purser.ledger.Facts.OTHER;
import static dev.purser.ledger.Facts.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.reports.DayReport.AgentDay;
import dev.purser.ledger.reports.DayReport.Dearest;
import dev.purser.ledger.reports.DayReport.ModelCost;
import dev.purser.ledger.reports.DayReport.Others;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestDayReport {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Instant WEEK_BEFORE = NOON.minusSeconds(7 * 86_400);

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
  void eachAgentHasItsDayTheWeekBeforeItsDearestIntentAndItsModels() {
    UUID ticket = facts.intent(BOT, "TICKET-7", null);
    UUID untitled = facts.intent(BOT, null, null);
    facts.rolledUp(BOT, ticket, "TICKET-7", "gpt-4", NOON, "3", 1);
    facts.rolledUp(BOT, ticket, "TICKET-7", "gpt-4o", NOON.plusSeconds(900), "3", 1);
    facts.rolledUp(BOT, untitled, "", "gpt-4", NOON, "5", 1);
    facts.rolledUp(BOT, null, "", "", NOON, "7", 1);
    facts.rolledUp(BOT, ticket, "TICKET-7", "gpt-4", WEEK_BEFORE, "9", 1);
    facts.rolledUp(OTHER, untitled, "", "gpt-4", NOON, "40", 1);
    facts.rolledUp(STRANGER, null, "", "gpt-4", WEEK_BEFORE, "2", 1);

    DayReport report = reports.day(MONDAY, UTC, 50);

    assertThat(report.total()).isEqualTo(Usd.of("58"));
    assertThat(report.weekBefore()).isEqualTo(Usd.of("11"));
    assertThat(report.others()).isNull();
    assertThat(report.agents())
        .extracting(AgentDay::agent, AgentDay::cost, AgentDay::weekBefore)
        .containsExactly(
            tuple(OTHER, Usd.of("40"), Usd.ZERO),
            tuple(BOT, Usd.of("18"), Usd.of("9")),
            tuple(STRANGER, Usd.ZERO, Usd.of("2")));
    AgentDay bot = report.agents().get(1);
    assertThat(bot.dearest()).isEqualTo(new Dearest(ticket, "TICKET-7", Usd.of("6")));
    assertThat(bot.models())
        .containsExactly(
            new ModelCost("gpt-4", Usd.of("8")),
            new ModelCost("", Usd.of("7")),
            new ModelCost("gpt-4o", Usd.of("3")));
    assertThat(report.agents().get(0).dearest())
        .isEqualTo(new Dearest(untitled, "work.done.v1", Usd.of("40")));
    assertThat(report.agents().get(2).dearest()).isNull();
    assertThat(report.agents().get(2).models()).isEmpty();
  }

  @Test
  void agentsAndModelsBeyondTheMostAreSummed() {
    for (int i = 1; i <= 7; i++) {
      AgentAddress agent = AgentAddress.parse("acme/bot-" + i);
      facts.rolledUp(agent, null, "", "m", NOON, String.valueOf(i), 1);
      facts.rolledUp(agent, null, "", "m", WEEK_BEFORE, "10", 1);
      facts.rolledUp(BOT, null, "", "m-" + i, NOON, String.valueOf(10 * i), 1);
    }

    DayReport report = reports.day(MONDAY, UTC, 5);

    assertThat(report.agents()).hasSize(5);
    assertThat(report.others()).isEqualTo(new Others(3, Usd.of("6"), Usd.ZERO, Usd.of("30")));
    assertThat(report.total()).isEqualTo(Usd.of("308"));
    assertThat(report.agents().get(0).models())
        .containsExactly(
            new ModelCost("m-7", Usd.of("70")),
            new ModelCost("m-6", Usd.of("60")),
            new ModelCost("m-5", Usd.of("50")),
            new ModelCost("m-4", Usd.of("40")),
            new ModelCost("m-3", Usd.of("30")),
            new ModelCost(null, Usd.of("30")));
  }

  @Test
  void aQuietDayKnowsWhetherAnythingWasSpentLately() {
    assertThat(reports.day(MONDAY, UTC, 50).lately()).as("never").isFalse();
    facts.rolledUp(BOT, null, "", "m", NOON.minusSeconds(29 * 86_400), "1", 1);
    facts.rolledUp(BOT, null, "", "m", NOON.plusSeconds(86_400), "1", 1);

    DayReport report = reports.day(MONDAY, UTC, 50);

    assertThat(report.lately()).as("in these thirty days").isTrue();
    assertThat(report.agents()).isEmpty();
    assertThat(report.total()).isEqualTo(Usd.ZERO);
    assertThat(report.weekBefore()).isEqualTo(Usd.ZERO);
    facts.execute("delete from rollup where quarter > ?::timestamptz", NOON.toString());
    facts.execute("update rollup set quarter = quarter - interval '1 day'");
    assertThat(reports.day(MONDAY, UTC, 50).lately()).as("long ago").isFalse();
  }

  private record Rollup(AgentAddress agent, UUID intent, String model, Instant quarter, Usd cost) {}

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-29",
    "Europe/Berlin, 2026-10-25",
    "Europe/Berlin, 2026-11-01",
    "Asia/Kathmandu, 2026-05-04",
    "Australia/Lord_Howe, 2026-10-04",
    "America/Sao_Paulo, 2018-11-04",
  })
  void agreesWithAnIndependentCalculation(ZoneId zone, LocalDate day) {
    Random random = new Random(day.toEpochDay());
    List<AgentAddress> agents = List.of(BOT, OTHER, STRANGER, AgentAddress.parse("acme/late"));
    Map<AgentAddress, List<UUID>> intents =
        agents.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    agent ->
                        List.of(facts.intent(agent, "a", null), facts.intent(agent, "b", null))));
    List<Rollup> all = new ArrayList<>();
    Set<Rollup> keys = new HashSet<>();
    Instant first = day.minusDays(9).atStartOfDay(UTC).toInstant();
    while (all.size() < 900) {
      AgentAddress agent = agents.get(random.nextInt(4));
      Instant quarter = first.plusSeconds(900L * random.nextInt(11 * 96));
      UUID intent = random.nextInt(3) == 0 ? null : intents.get(agent).get(random.nextInt(2));
      String model = "model-" + random.nextInt(3);
      if (keys.add(new Rollup(agent, intent, model, quarter, Usd.ZERO))) {
        // The last one is a correction.
        long nanos = random.nextLong(2_000_000_000L) - (all.size() == 899 ? 2_000_000_000L : 0);
        Usd cost = Usd.ofNanos(nanos);
        all.add(new Rollup(agent, intent, model, quarter, cost));
        facts.rolledUp(agent, intent, "", model, quarter, cost.toBigDecimal().toPlainString(), 1);
      }
    }

    DayReport report = reports.day(day, zone, 3);

    List<Rollup> ofDay = on(day, zone, all);
    List<Rollup> before = on(day.minusDays(7), zone, all);
    assertThat(ofDay).as("the day has something").hasSizeGreaterThan(50);
    assertThat(report.total()).isEqualTo(sum(ofDay));
    assertThat(report.weekBefore()).isEqualTo(sum(before));
    Map<AgentAddress, Usd> byAgent = by(Rollup::agent, ofDay);
    assertThat(report.agents())
        .extracting(AgentDay::agent)
        .containsExactlyElementsOf(dearestFirst(byAgent).subList(0, 3));
    for (AgentDay line : report.agents()) {
      List<Rollup> own = ofDay.stream().filter(one -> one.agent().equals(line.agent())).toList();
      assertThat(line.cost()).isEqualTo(sum(own));
      assertThat(line.weekBefore())
          .isEqualTo(by(Rollup::agent, before).getOrDefault(line.agent(), Usd.ZERO));
      Map<String, Usd> models = by(Rollup::model, own);
      assertThat(line.models())
          .extracting(ModelCost::model)
          .containsExactlyElementsOf(dearestFirst(models));
      assertThat(line.models())
          .allSatisfy(one -> assertThat(one.cost()).isEqualTo(models.get(one.model())));
      Map<UUID, Usd> ofIntents =
          by(Rollup::intent, own.stream().filter(one -> one.intent() != null).toList());
      UUID dearest = dearestFirst(ofIntents).get(0);
      assertThat(Objects.requireNonNull(line.dearest()).intent()).isEqualTo(dearest);
      assertThat(line.dearest().cost()).isEqualTo(ofIntents.get(dearest));
    }
    AgentAddress last = dearestFirst(byAgent).get(3);
    assertThat(report.others())
        .isEqualTo(new Others(1, byAgent.get(last), Usd.ZERO, by(Rollup::agent, before).get(last)));
  }

  /** By the date on the zone's clock when the quarter began. */
  private static List<Rollup> on(LocalDate day, ZoneId zone, List<Rollup> all) {
    return all.stream()
        .filter(one -> LocalDate.ofInstant(one.quarter(), zone).equals(day))
        .toList();
  }

  private static Usd sum(List<Rollup> rollups) {
    return rollups.stream().map(Rollup::cost).reduce(Usd.ZERO, Usd::plus);
  }

  private static <K> Map<K, Usd> by(Function<Rollup, K> key, List<Rollup> rollups) {
    return rollups.stream().collect(Collectors.toMap(key, Rollup::cost, Usd::plus, TreeMap::new));
  }

  private static <K> List<K> dearestFirst(Map<K, Usd> sums) {
    return sums.entrySet().stream()
        .sorted(Map.Entry.<K, Usd>comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
