package dev.purser.activities.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestRendering {
  private final Rendering rendering = new Rendering();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paused | 100 | agent:agent://acme/prod/research-agent | research-agent paused: $50.01 of $50.00 a day",
        "killed | 100 | agent:agent://acme/prod/research-agent | research-agent killed: $50.01 of $50.00 a day",
        "blocked | 100 | agent:agent://acme/prod/research-agent | research-agent blocked: $50.01 of $50.00 a day",
        "alerted | 100 | agent:agent://acme/prod/research-agent | research-agent at the limit: $50.01 of $50.00 a day",
        "alerted | 80 | agent:agent://acme/prod/research-agent | research-agent at 80%: $50.01 of $50.00 a day",
        "observed | 100 | agent:agent://acme/prod/research-agent | research-agent would be paused: $50.01 of $50.00 a day",
        "paused | 100 | scope:* | All agents together paused: $50.01 of $50.00 a day",
        "paused | 100 | scope:agent://acme/prod/* | All agents of acme/prod paused: $50.01 of $50.00 a day",
        "paused | 100 | task:agent://acme/prod/research-agent#TICKET-7 | Task \"TICKET-7\" of research-agent paused: $50.01 of $50.00 a day",
        "paused | 100 | intent:0f8fad5b-d9cb-469f-a165-70867728950e | \"TICKET-7\" of research-agent paused: $50.01 of $50.00 a day",
        "paused | 100 | tree:0f8fad5b-d9cb-469f-a165-70867728950e | An intent with its descendants of research-agent paused: $50.01 of $50.00 a day"
      })
  void theSubjectSaysWhoWhatAndHowMuch(
      String action, int threshold, String account, String subject) {
    AlertMessage alert =
        Samples.alert(
            action, threshold, account, "TICKET-7", "50.01", Samples.rule(Action.PAUSE), "50");
    assertThat(rendering.mail(alert).subject()).isEqualTo("[Purser] " + subject);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alerted | 80 | ENFORCE | Nothing was stopped. At the limit it will be paused.",
        "alerted | 80 | OBSERVE | Nothing was stopped. Nor will it be at the limit: this rule only observes.",
        "observed | 100 | OBSERVE | Nothing was stopped: this rule only observes."
      })
  void saysWhatWasDoneAndWhatIsToBeExpected(
      String taken, int threshold, Mode mode, String sentence) {
    AlertMessage alert =
        Samples.alert(
            taken,
            threshold,
            "agent:agent://acme/prod/bot",
            null,
            "50.01",
            Samples.rule(Action.PAUSE).in(mode),
            "50");
    assertThat(rendering.mail(alert).text().lines()).contains(sentence);
  }

  @Test
  void theTextOfAnAlertSaysEverythingInColumns() {
    String text = rendering.mail(Samples.paused()).text();
    assertThat(text.lines())
        .containsSubsequence(
            "research-agent paused: $50.01 of $50.00 a day",
            "Paused: its work waits where it stands, until someone resumes it.",
            "Agent   agent://acme/prod/research-agent",
            "Task    TICKET-7",
            "Intent  0f8fad5b-d9cb-469f-a165-70867728950e",
            "Rule    $50.00 a day, then pause",
            "Spent   $50.01 of $50.00 (100%)",
            "Pace    $12.30 in the last hour",
            "When    24 Nov 2026, 01:05 UTC",
            "Where the money went",
            "  gpt-4o                                        $1,140.20   80.0%",
            "  claude-sonnet-4                                  $10.01   20.0%",
            "Acknowledge:",
            "  https://purser.example/act?do=acknowledge&sig=1",
            "Resume with $25.00 more:",
            "  https://purser.example/act?do=resume&sig=2",
            "Kill:",
            "  https://purser.example/act?do=kill&sig=3",
            "View in Purser:",
            "  https://purser.example/agents/research-agent?a=1&b=2",
            "Purser, event event-1");
  }

  @Test
  void anAlertTellsWhatWasSpentSinceAndThatWorkInHandGoesOn() {
    AlertMessage.Since since = new AlertMessage.Since(Usd.of("1150.21"), true);
    assertThat(rendering.mail(Samples.with(since, Samples.paused())).text().lines())
        .containsSubsequence(
            "Paused: work in hand goes on to its end and is counted, nothing new begins until"
                + " someone resumes it.",
            "Spent   $50.01 of $50.00 (100%)",
            "By now  $1,150.21",
            "Where the money went");
  }

  @Test
  void theHtmlOfAnAlertSaysTheSame() {
    String html = rendering.mail(Samples.paused()).html();
    assertThat(html)
        .contains(
            "<bdi>research-agent paused: $50.01 of $50.00 a day</bdi></h1>",
            "Paused: its work waits where it stands, until someone resumes it.",
            "<bdi>agent://acme/prod/research-agent</bdi>",
            "<bdi>$50.01 of $50.00 (100%)</bdi>",
            "text-align:right;font-variant-numeric:tabular-nums\">$1,140.20</td>",
            "text-align:right;font-variant-numeric:tabular-nums\">80.0%</td>",
            "<a href=\"https://purser.example/act?do=resume&amp;sig=2\"",
            ">Resume with $25.00 more</a>",
            "<a href=\"https://purser.example/act?do=kill&amp;sig=3\"",
            "<meta name=\"color-scheme\" content=\"light dark\">")
        .doesNotContain("<img", "<script", "<link", "url(");
  }

  @Test
  void aWarningSaysWhenTheLimitIsReachedAndWhatThenHappens() {
    AlertMessage warning =
        Samples.alert(
            "alerted",
            80,
            "agent:" + Samples.AGENT,
            null,
            "40.02",
            Samples.rule(Action.KILL),
            "50");
    assertThat(rendering.mail(warning).text())
        .contains(
            "Nothing was stopped. At the limit it will be killed.",
            "$40.02 of $50.00 (80%)",
            "$12.30 in the last hour; at that rate the limit is reached at"
                + " 24 Nov 2026, 03:15 UTC, in 2 h 10 min")
        .doesNotContain("Task ");
  }

  @Test
  void whatCameLateAndWhatIsAssumedStandsBesideTheSum() {
    AlertMessage late =
        Samples.with(new AlertMessage.Parts(Usd.of("36"), Usd.of("2")), Samples.paused());
    assertThat(rendering.mail(late).text())
        .contains(
            "Spent   $50.01 of $50.00 (100%), of this $36.00 for earlier days, of this $2.00 at"
                + " assumed prices");
  }

  @Test
  void theRateOfAnIntentIsOfCalls() {
    AlertMessage intent =
        Samples.alert(
            "alerted", 100, "intent:" + Samples.INTENT, "T", "5", Samples.rule(Action.ALERT), "5");
    assertThat(rendering.mail(intent).text()).contains("Pace    $12.30 for calls of the last hour");
  }

  @Test
  void aModelWithoutAPriceHasNoPercent() {
    Rule none =
        new Rule(Period.DAY, null, null, Action.ALERT, List.of(), List.of(), Resume.MANUAL, null);
    AlertMessage unpriced =
        Samples.alert("alerted", 0, "agent:" + Samples.AGENT, null, "9", none, null);
    assertThat(rendering.mail(unpriced).subject())
        .isEqualTo("[Purser] research-agent uses a model without a price: $9.00 so far");
    assertThat(rendering.mail(unpriced).text()).doesNotContain(" 0%", "a day", "no limit");
  }

  @Test
  void aRateIsSaidAsARate() {
    AlertMessage burning =
        Samples.alert(
            "paused",
            100,
            "agent:" + Samples.AGENT,
            null,
            "36",
            Rule.burn(new BurnLimit(Usd.of("20"), 5), Action.PAUSE),
            "20");
    assertThat(rendering.mail(burning).subject())
        .isEqualTo("[Purser] research-agent paused: spending $36.00 an hour, limit $20.00");
    assertThat(rendering.mail(burning).text().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "Rule $20.00 an hour over 5 minutes, then pause",
            "Rate $36.00 an hour of $20.00 an hour (180%)");
  }

  @Test
  void aGrantIsNamedAndARuleThatEndsByItselfToo() {
    Rule rule =
        new Rule(
            Period.DAY,
            Usd.of("50"),
            null,
            Action.PAUSE,
            List.of(),
            List.of(),
            Resume.NEXT_PERIOD,
            Mode.OBSERVE);
    AlertMessage alert =
        Samples.alert("paused", 100, "agent:" + Samples.AGENT, null, "60.5", rule, "60");
    assertThat(rendering.mail(alert).text())
        .contains(
            "$50.00 a day, then pause until the day ends (only observed)",
            "$60.50 of $60.00 (100%), $10.00 of it granted",
            "until someone resumes it or the day ends.");
  }

  @Test
  void aRuleThatCountsIntentsNamesNoLimitOfMoney() {
    Rule rule =
        new Rule(
            Period.HOUR, null, 1_000L, Action.BLOCK, List.of(), List.of(), Resume.MANUAL, null);
    AlertMessage alert =
        Samples.alert("blocked", 100, "agent:" + Samples.AGENT, null, "3", rule, null);
    Mail mail = rendering.mail(alert);
    assertThat(mail.subject()).isEqualTo("[Purser] research-agent blocked: 1,000 intents an hour");
    assertThat(mail.text()).contains("Rule    1,000 intents an hour, then block", "Spent   $3.00");
  }

  @Test
  void aLimitOfNothingHasNoPercents() {
    AlertMessage alert =
        Samples.alert(
            "paused",
            100,
            "agent:" + Samples.AGENT,
            null,
            "0.0001",
            Rule.of(Period.DAY, Usd.ZERO, Action.PAUSE),
            "0");
    assertThat(rendering.mail(alert).text().lines()).contains("Spent   $0.0001 of $0.00");
  }

  @Test
  void namesOfOthersAreNeitherMarkupNorLinesNorTurnedAround() {
    Mail mail =
        rendering.mail(
            Samples.alert(
                "paused",
                100,
                "task:" + Samples.AGENT + "#" + Samples.HOSTILE,
                Samples.HOSTILE,
                "50.01",
                Samples.rule(Action.PAUSE),
                "50"));
    assertThat(mail.html())
        .contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;gnp.exe [31m Bcc: all@")
        .contains("&#39;&amp;#39;")
        .doesNotContain("<script");
    assertThat(mail.text()).contains("<script>alert(\"x\")</script>gnp.exe [31m Bcc: all@");
    assertThat(mail.text().lines()).noneMatch(line -> line.startsWith("Bcc"));
    assertThat(mail.subject() + mail.text() + mail.html())
        .doesNotContain("\u202E", "\u2028", "\u001B", "\r");
    assertThat(mail.subject()).doesNotContain("\n");
  }

  @Test
  void aDigestListsItsAlertsAndCountsThem() {
    Mail mail = rendering.mail(Samples.digest(3));
    assertThat(mail.subject()).isEqualTo("[Purser] 3 alerts: 3 paused");
    assertThat(mail.text().lines())
        .filteredOn(line -> line.equals("* research-agent paused: $50.01 of $50.00 a day"))
        .hasSize(3);
    assertThat(mail.html()).contains("href=\"https://purser.example/act?do=kill&amp;sig=3\"");
  }

  @Test
  void aLongDigestSaysHowManyAreLeftOut() {
    Mail mail = rendering.mail(Samples.digest(1_053));
    assertThat(mail.text()).contains("And 1,003 more.");
    assertThat(mail.html()).contains("And 1,003 more.");
  }

  @Test
  void aSummaryComparesWithTheWeekBefore() {
    Mail mail = rendering.mail(Samples.summary());
    assertThat(mail.subject())
        .isEqualTo("[Purser] Monday 23 November: $1,204.10, +12% on the Monday before");
    assertThat(mail.text().lines())
        .containsSubsequence(
            "By when calls were made, by the calendar of Europe/Berlin. Besides, $6,413.00 for earlier"
                + " days was taken on this day and counts against its limits.",
            "                       Spent    Mon 16 Nov   Change",
            "All agents         $1,204.10     $1,075.00     +12%",
            "  of this $4.10 at assumed prices",
            "",
            "research-agent     $1,200.00     $1,000.00     +20%",
            "  gpt-4o $1,100.00 (91.7%), gpt-4 $100.00 (8.3%)",
            "  Dearest intent: TICKET-7, $800.00");
    assertThat(mail.html())
        .contains(">$1,200.00</td>", "Dearest intent: <bdi>TICKET-7, $800.00</bdi>");
    assertThat(mail.html()).doesNotContain("<b>").contains("&gt;");
    assertThat(mail.text())
        .as("of a single model its name is enough")
        .contains("\n  o3, of this $4.10 at assumed prices\n");
  }

  @Test
  void agentsThatAreNotListedAreOneLineOfASummary() {
    assertThat(rendering.mail(Samples.summary(2)).text().lines())
        .containsSubsequence(
            "All agents              $8.00        $24.00     -67%",
            "bot-0                   $1.00         $0.50    +100%",
            "bot-1                   $1.00         $0.50    +100%",
            "12 other agents         $6.00        $12.00     -50%");
    assertThat(SummaryView.of(Samples.summary(7), 4).agents())
        .extracting(SummaryView.Spender::name, SummaryView.Spender::cost)
        .containsExactly(
            tuple("bot-0", "$1.00"),
            tuple("bot-1", "$1.00"),
            tuple("bot-2", "$1.00"),
            tuple("16 other agents", "$10.00"));
  }

  @Test
  void agentsOfOneNameAreToldApart() {
    SummaryMessage.AgentLine prod = line("agent://acme/prod/bot");
    SummaryMessage.AgentLine dev = line("agent://acme/dev/bot");
    assertThat(SummaryView.of(summary("2", "2", List.of(prod, dev)), 50).agents())
        .extracting(SummaryView.Spender::name)
        .containsExactly("acme/prod/bot", "acme/dev/bot");
  }

  private static SummaryMessage.AgentLine line(String agent) {
    return new SummaryMessage.AgentLine(
        agent, Usd.of("1"), Usd.ZERO, Usd.of("1"), null, Usd.ZERO, List.of());
  }

  private static SummaryMessage summary(
      String total, String before, List<SummaryMessage.AgentLine> agents) {
    SummaryMessage sample = Samples.summary();
    return new SummaryMessage(
        "event-3",
        sample.at(),
        sample.day(),
        sample.zone(),
        Usd.of(total),
        Usd.ZERO,
        Usd.ZERO,
        Usd.of(before),
        agents,
        null,
        sample.view());
  }

  @Test
  void aQuietDaySaysThatNothingWasSpent() {
    Mail quiet = rendering.mail(summary("0", "0", List.of()));
    assertThat(quiet.subject()).isEqualTo("[Purser] Monday 23 November: nothing was spent");
    assertThat(quiet.text()).contains("No agent spent anything, and none did a week before.");
    assertThat(quiet.html()).contains("No agent spent anything, and none did a week before.");
    assertThat(rendering.mail(summary("0", "2.5", List.of())).subject())
        .isEqualTo("[Purser] Monday 23 November: nothing was spent, $2.50 on the Monday before");
  }

  @Test
  void aTestNamesItsChannelAndWhoAskedForIt() {
    Mail mail = rendering.mail(Samples.test());
    assertThat(mail.subject()).isEqualTo("[Purser] Channel ops works");
    assertThat(mail.text()).contains("asked for by ada at 24 Nov 2026, 01:05 UTC");
    assertThat(mail.html()).contains("<bdi>ada</bdi>");
  }
}
