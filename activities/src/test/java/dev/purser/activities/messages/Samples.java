package dev.purser.activities.messages;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Messages to send in tests. */
final class Samples {
  static final Instant AT = Instant.parse("2026-11-24T01:05:00Z");
  static final UUID INTENT = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
  static final String AGENT = "agent://acme/prod/research-agent";
  static final URI VIEW = URI.create("https://purser.example/agents/research-agent?a=1&b=2");

  /** Markup, quotes, a marker that turns text around, an escape, and line breaks. */
  static final String HOSTILE =
      "<script>alert(\"x\")</script>\u202Egnp.exe\u001B[31m\r\nBcc: all@example.com\u2028'&#39;";

  private Samples() {}

  /** The limit of $50.00 a day was reached, and the agent was paused. */
  static AlertMessage paused() {
    return paused("TICKET-7");
  }

  static AlertMessage paused(String task) {
    return alert("paused", 100, "agent:" + AGENT, task, "50.01", rule(Action.PAUSE), "50");
  }

  static AlertMessage alert(
      String action,
      int threshold,
      String account,
      String task,
      String spent,
      Rule rule,
      String limit) {
    return new AlertMessage(
        "event-1",
        AT,
        account,
        AGENT,
        INTENT,
        task,
        rule,
        threshold,
        Usd.of(spent),
        AlertMessage.Parts.NONE,
        limit == null ? null : Usd.of(limit),
        Usd.of("12.3"),
        threshold < 100 ? AT.plusSeconds(130 * 60) : null,
        action,
        AlertMessage.Since.NOTHING,
        List.of(
            new AlertMessage.Line("gpt-4o", Usd.of("1140.2"), new BigDecimal("0.7998")),
            new AlertMessage.Line("claude-sonnet-4", Usd.of("10.01"), new BigDecimal("0.2002"))),
        new AlertMessage.Incident(3, 1, 1, 1, null),
        links());
  }

  /** So many intents have reached the limit of a dollar; of some of them a message told before. */
  static AlertMessage ofMany(long intents, int told) {
    AlertMessage one =
        alert(
            "alerted",
            100,
            "intent:" + INTENT,
            "TICKET-7",
            "1.01",
            Rule.of(Period.INTENT, Usd.of("1"), Action.ALERT),
            "1");
    return new AlertMessage(
        "event-9",
        one.at(),
        one.account(),
        one.agent(),
        one.intentId(),
        one.task(),
        one.rule(),
        one.threshold(),
        one.spent(),
        AlertMessage.Parts.NONE,
        one.limit(),
        one.burnPerHour(),
        null,
        one.actionTaken(),
        one.since(),
        one.where(),
        new AlertMessage.Incident(3, 2 * intents, intents, told, "event-1"),
        new AlertMessage.Links(VIEW, one.links().acknowledge(), null, null, null));
  }

  /** The same with parts of its sum. */
  static AlertMessage with(AlertMessage.Parts parts, AlertMessage of) {
    return with(parts, of.since(), of);
  }

  /** The same with what came since. */
  static AlertMessage with(AlertMessage.Since since, AlertMessage of) {
    return with(of.parts(), since, of);
  }

  private static AlertMessage with(
      AlertMessage.Parts parts, AlertMessage.Since since, AlertMessage of) {
    return new AlertMessage(
        of.eventId(),
        of.at(),
        of.account(),
        of.agent(),
        of.intentId(),
        of.task(),
        of.rule(),
        of.threshold(),
        of.spent(),
        parts,
        of.limit(),
        of.burnPerHour(),
        of.projectedAt(),
        of.actionTaken(),
        since,
        of.where(),
        of.incident(),
        of.links());
  }

  static Rule rule(Action action) {
    return Rule.of(Period.DAY, Usd.of("50"), action);
  }

  static AlertMessage.Links links() {
    return new AlertMessage.Links(
        VIEW,
        URI.create("https://purser.example/act?do=acknowledge&sig=1"),
        URI.create("https://purser.example/act?do=resume&sig=2"),
        Usd.of("25"),
        URI.create("https://purser.example/act?do=kill&sig=3"));
  }

  static DigestMessage digest(int alerts) {
    return new DigestMessage(
        "event-2", AT, IntStream.range(0, alerts).mapToObj(i -> paused("T" + i)).toList(), VIEW);
  }

  static SummaryMessage summary() {
    return new SummaryMessage(
        "event-3",
        AT,
        LocalDate.of(2026, 11, 23),
        ZoneId.of("Europe/Berlin"),
        Usd.of("1204.1"),
        Usd.of("4.1"),
        Usd.of("6413"),
        Usd.of("1075"),
        List.of(
            new SummaryMessage.AgentLine(
                AGENT,
                Usd.of("1200"),
                Usd.ZERO,
                Usd.of("1000"),
                "TICKET-7",
                Usd.of("800"),
                List.of(
                    new AlertMessage.Line("gpt-4o", Usd.of("1100"), new BigDecimal("0.916667")),
                    new AlertMessage.Line("gpt-4", Usd.of("100"), new BigDecimal("0.083333")))),
            new SummaryMessage.AgentLine(
                "agent://acme/prod/<b>mail & more</b>",
                Usd.of("4.1"),
                Usd.of("4.1"),
                Usd.ZERO,
                null,
                Usd.ZERO,
                List.of(new AlertMessage.Line("o3", Usd.of("4.1"), BigDecimal.ONE)))),
        null,
        VIEW);
  }

  /** So many agents with a name, and 12 without. */
  static SummaryMessage summary(int agents) {
    return new SummaryMessage(
        "event-3",
        AT,
        LocalDate.of(2026, 11, 23),
        ZoneId.of("Europe/Berlin"),
        Usd.of(String.valueOf(agents + 6)),
        Usd.ZERO,
        Usd.ZERO,
        Usd.of("24"),
        IntStream.range(0, agents)
            .mapToObj(
                i ->
                    new SummaryMessage.AgentLine(
                        "agent://acme/prod/bot-" + i,
                        Usd.of("1"),
                        Usd.ZERO,
                        Usd.of("0.5"),
                        null,
                        Usd.ZERO,
                        List.of()))
            .toList(),
        new SummaryMessage.Others(12, Usd.of("6"), Usd.ZERO, Usd.of("12")),
        VIEW);
  }

  static TestMessage test() {
    return new TestMessage("event-4", AT, "ops", "ada", VIEW);
  }
}
