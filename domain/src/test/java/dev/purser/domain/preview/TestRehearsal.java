package dev.purser.domain.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.InFlight;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.policy.Unpriced;
import dev.purser.domain.window.Period;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TestRehearsal {
  static final AgentAddress BOT = new AgentAddress("agent://myorg/bot");
  static final AgentAddress OTHER = new AgentAddress("agent://myorg/other");
  private static final ZoneId UTC = ZoneId.of("UTC");

  @Test
  void saysWhatWouldHaveHappenedInASentence() {
    Rehearsal rehearsal =
        rehearsal(
            new Rule(
                Period.DAY,
                Usd.of("50"),
                null,
                Action.PAUSE,
                List.of(80),
                List.of(),
                Resume.MANUAL,
                null));
    spend(rehearsal, "2026-11-12T01:00:00Z", "30");
    spend(rehearsal, "2026-11-12T02:15:00Z", "60.40");
    spend(rehearsal, "2026-11-12T23:45:00Z", "100");
    spend(rehearsal, "2026-11-13T00:00:00Z", "112");
    spend(rehearsal, "2026-11-14T00:00:00Z", "49.99");
    spend(rehearsal, "2026-11-15T09:00:00Z", "60");
    Preview preview = rehearsal.preview();
    assertThat(PreviewText.sentence(preview, UTC))
        .isEqualTo("would have paused 3 times, first on 12 Nov at 02:15 UTC, and stopped $212.40");
    assertThat(preview.spent()).isEqualTo(Usd.of("412.39"));
    assertThat(preview.alerts()).as("at 80 %, on four days").isEqualTo(4);
    assertThat(preview.first())
        .isEqualTo(
            new Preview.First(
                Instant.parse("2026-11-12T02:15:00Z"),
                preview.rules().get(0).rule(),
                BOT,
                null,
                null,
                Usd.of("50"),
                Usd.of("50")));
    assertThat(preview.byDay())
        .extracting(day -> day.day() + " " + day.spent() + " " + day.stopped())
        .containsExactly(
            "2026-11-12 $190.40 $140.40",
            "2026-11-13 $112.00 $62.00",
            "2026-11-14 $49.99 $0.00",
            "2026-11-15 $60.00 $10.00");
  }

  @Test
  void whatOneRuleStopsTheOthersDoNotCountOn() {
    Rehearsal rehearsal =
        rehearsal(
            Rule.of(Period.DAY, Usd.of("100"), Action.KILL),
            Rule.of(Period.DAY, Usd.of("50"), Action.PAUSE),
            Rule.of(Period.MONTH, Usd.of("90"), Action.PAUSE));
    spend(rehearsal, "2026-11-12T00:00:00Z", "200");
    spend(rehearsal, "2026-11-13T00:00:00Z", "39");
    Preview one = rehearsal.preview();
    assertThat(one.pauses()).isEqualTo(1);
    assertThat(one.kills()).isZero();
    spend(rehearsal, "2026-11-14T00:00:00Z", "2");
    Preview two = rehearsal.preview();
    assertThat(two.rules()).extracting(Preview.OfRule::times).containsExactly(0L, 1L, 1L);
    assertThat(two.rules())
        .extracting(Preview.OfRule::stopped)
        .containsExactly(Usd.ZERO, Usd.of("150"), Usd.of("1"));
    assertThat(two.first().rule()).isEqualTo(two.rules().get(1).rule());
  }

  @Test
  void aZeroLimitStopsEverything() {
    Rehearsal rehearsal = rehearsal(Rule.of(Period.MONTH, Usd.ZERO, Action.KILL));
    spend(rehearsal, "2026-11-12T00:00:00Z", "3");
    spend(rehearsal, "2026-11-30T00:00:00Z", "4");
    Preview preview = rehearsal.preview();
    assertThat(preview.stopped()).isEqualTo(Usd.of("7"));
    assertThat(PreviewText.sentence(preview, UTC))
        .isEqualTo("would have killed once, first on 12 Nov at 00:00 UTC, and stopped $7.00");
  }

  @Test
  void aCorrectionMakesRoom() {
    Rehearsal rehearsal = rehearsal(Rule.of(Period.DAY, Usd.of("10"), Action.PAUSE));
    spend(rehearsal, "2026-11-12T00:00:00Z", "9");
    spend(rehearsal, "2026-11-12T01:00:00Z", "-5");
    spend(rehearsal, "2026-11-12T02:00:00Z", "5.99");
    assertThat(rehearsal.preview().pauses()).isZero();
    assertThat(PreviewText.sentence(rehearsal.preview(), UTC))
        .isEqualTo("would have alerted once and stopped nothing");
  }

  @Test
  void observingStopsNothingAndAlerts() {
    Rehearsal rehearsal =
        new Rehearsal(
            policy(Applies.EACH, Mode.OBSERVE, Rule.of(Period.DAY, Usd.of("1"), Action.KILL)));
    spend(rehearsal, "2026-11-12T00:00:00Z", "9");
    Preview preview = rehearsal.preview();
    assertThat(preview.stopped()).isEqualTo(Usd.ZERO);
    assertThat(preview.kills()).isZero();
    assertThat(preview.rules().get(0).times()).isEqualTo(1);
    assertThat(PreviewText.sentence(preview, UTC))
        .isEqualTo("would have alerted 2 times and stopped nothing");
  }

  @Test
  void theBurnRateOfAQuarterIsFourTimesItsSum() {
    Rule burn = Rule.burn(new BurnLimit(Usd.of("20"), 60), Action.PAUSE);
    Rehearsal rehearsal = rehearsal(burn);
    spend(rehearsal, "2026-11-12T00:00:00Z", "4.999999999");
    spend(rehearsal, "2026-11-12T00:15:00Z", "6");
    spend(rehearsal, "2026-11-12T00:45:00Z", "1");
    spend(rehearsal, "2026-11-12T01:00:00Z", "1");
    Preview preview = rehearsal.preview();
    assertThat(preview.rules())
        .containsExactly(
            new Preview.OfRule(burn, 1, Instant.parse("2026-11-12T00:15:00Z"), Usd.of("2"), 0));
    assertThat(preview.first().spent()).isEqualTo(Usd.of("20"));
    assertThat(PreviewText.assumptions(List.of(burn)))
        .anyMatch(text -> text.contains("times four"));
  }

  @Test
  void theIntentThatIsOneTooManyIsStoppedAndNoOther() {
    Rehearsal rehearsal =
        rehearsal(
            new Rule(
                Period.DAY, null, 1L, Action.BLOCK, List.of(), List.of(), Resume.MANUAL, null));
    UUID one = new UUID(0, 1);
    UUID two = new UUID(0, 2);
    Instant at = Instant.parse("2026-11-12T00:00:00Z");
    rehearsal.take(new Past.Created(at, BOT, one, null, null, false));
    rehearsal.take(new Past.Created(at, BOT, two, null, "ticket-7", false));
    for (Instant when : List.of(at, at.plusSeconds(9 * 86_400))) {
      rehearsal.take(new Past.Spent(when, BOT, one, null, null, false, Usd.of("1")));
      rehearsal.take(new Past.Spent(when, BOT, two, null, null, false, Usd.of("2")));
    }
    Preview preview = rehearsal.preview();
    assertThat(preview.stopped()).isEqualTo(Usd.of("4"));
    assertThat(preview.first().intentId()).isEqualTo(two);
    assertThat(preview.first().limit()).isNull();
    assertThat(PreviewText.sentence(preview, UTC))
        .isEqualTo("would have blocked once, first on 12 Nov at 00:00 UTC, and stopped $4.00");
  }

  @Test
  void aTaskThatIsOnlyReportedStaysStoppedForItsDay() {
    Rehearsal rehearsal = rehearsal(Rule.of(Period.INTENT, Usd.of("1"), Action.KILL));
    for (int i = 0; i < 5; i++) {
      reported(rehearsal, "2026-11-12T0" + i + ":00:00Z", "0.99");
    }
    assertThat(rehearsal.preview().stopped()).isEqualTo(Usd.of("3.95"));
    reported(rehearsal, "2026-11-13T00:00:00Z", "0.99");
    assertThat(rehearsal.preview().stopped()).isEqualTo(Usd.of("3.95"));
  }

  /** On an intent of its own, as after each that ended. */
  private static void reported(Rehearsal rehearsal, String at, String dollars) {
    rehearsal.take(
        new Past.Spent(
            Instant.parse(at), BOT, UUID.randomUUID(), null, "ticket-7", true, Usd.of(dollars)));
  }

  @Test
  void theFirstIsTheFirstOfAllAgents() {
    Rehearsal rehearsal = rehearsal(Rule.of(Period.DAY, Usd.of("1"), Action.PAUSE));
    spend(rehearsal, "2026-11-13T00:00:00Z", "2");
    rehearsal.take(
        new Past.Spent(
            Instant.parse("2026-11-12T00:00:00Z"), OTHER, null, null, null, false, Usd.of("2")));
    assertThat(rehearsal.preview().first().agent()).isEqualTo(OTHER);
    assertThat(rehearsal.preview().rules().get(0).firstAt()).isEqualTo("2026-11-12T00:00:00Z");
  }

  @Property(tries = 400)
  void agreesWithCountingEachNanoDollar(@ForAll long seed) {
    Random random = new Random(seed);
    boolean total = random.nextInt(4) == 0;
    Policy policy =
        policy(
            total ? Applies.TOTAL : Applies.EACH,
            random.nextInt(8) == 0 ? Mode.OBSERVE : Mode.ENFORCE,
            RandomPast.rules(random, total));
    Rehearsal rehearsal = new Rehearsal(policy);
    BruteForce brute = new BruteForce(policy);
    for (Past past : RandomPast.past(random, total)) {
      rehearsal.take(past);
      brute.take(past);
    }
    assertThat(counts(rehearsal.preview())).as("%s", policy.rules()).isEqualTo(brute.counts);
  }

  /** What the brute force counts, by the same names, without what is nought. */
  private static Map<String, Long> counts(Preview preview) {
    Map<String, Long> counts = new HashMap<>();
    counts.put("spent", preview.spent().nanos());
    counts.put("stopped", preview.stopped().nanos());
    counts.put("alerts", preview.alerts());
    counts.put("pause", preview.pauses());
    counts.put("kill", preview.kills());
    counts.put("block", preview.blocks());
    if (preview.first() != null) {
      counts.put("first", preview.first().at().getEpochSecond());
    }
    for (Preview.Day day : preview.byDay()) {
      counts.put("spent " + day.day(), day.spent().nanos());
      counts.put("stopped " + day.day(), day.stopped().nanos());
    }
    Usd stopped = Usd.ZERO;
    long acts = 0;
    for (int i = 0; i < preview.rules().size(); i++) {
      Preview.OfRule rule = preview.rules().get(i);
      counts.put("times " + i, rule.times());
      counts.put("alerts " + i, rule.alerts());
      if (rule.firstAt() != null) {
        counts.put("first " + i, rule.firstAt().getEpochSecond());
      }
      stopped = stopped.plus(rule.stopped());
      acts += rule.alerts();
    }
    assertThat(stopped).as("each part was stopped by one rule").isEqualTo(preview.stopped());
    assertThat(acts).isEqualTo(preview.alerts());
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  private static Rehearsal rehearsal(Rule... rules) {
    return new Rehearsal(policy(Applies.EACH, Mode.ENFORCE, rules));
  }

  private static Policy policy(Applies applies, Mode mode, Rule... rules) {
    return new Policy(
        "agent://myorg/*",
        0,
        applies,
        ZoneId.of(rules.length % 2 == 0 ? "Asia/Kathmandu" : "UTC"),
        List.of(rules),
        InFlight.PARK,
        Unpriced.ASSUME,
        null,
        mode);
  }

  private static void spend(Rehearsal rehearsal, String quarter, String dollars) {
    rehearsal.take(
        new Past.Spent(Instant.parse(quarter), BOT, null, null, null, false, Usd.of(dollars)));
  }
}
