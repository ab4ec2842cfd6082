package dev.purser.browser;

import java.util.List;
import java.util.Map;

/** The agents of Northwind, a company that does not exist, and the policies it has set for them. */
final class Company {
  static final String LOOPING = "agent://northwind/growth/research-agent";
  static final String KILLED = "agent://northwind/data/data-cleaner";
  static final String REVIEWER = "agent://northwind/engineering/code-reviewer";
  static final String TRIAGE = "agent://northwind/support/triage-bot";
  static final String TRANSLATOR = "agent://northwind/growth/translator";

  /** The task that is worked on again and again. */
  static final String LOOP = "ticket-4711";

  private static final String LARGE = "claude-opus-4-5";
  private static final String MIDDLE = "claude-sonnet-4-5";
  private static final String SMALL = "gpt-4o-mini";
  private static final String OLDER = "gpt-4o";

  private Company() {}

  /**
   * One agent's habits.
   *
   * @param days for how many days it has worked, today included
   * @param team that it works for
   * @param calls a day, on average
   * @param tokens of a call's prompt, on average
   * @param models that it calls, the one it prefers first
   * @param tasks that it goes about
   */
  record Habits(
      String agent,
      int days,
      String team,
      int calls,
      int tokens,
      List<String> models,
      List<String> tasks) {}

  static final List<Habits> AGENTS =
      List.of(
          new Habits(
              LOOPING,
              1,
              "growth",
              9,
              60_000,
              List.of(OLDER, MIDDLE),
              List.of("market-report", "competitor-watch", LOOP)),
          new Habits(
              TRANSLATOR,
              30,
              "growth",
              14,
              2_500,
              List.of(SMALL),
              List.of("website", "help-pages")),
          new Habits(
              "agent://northwind/growth/lead-scorer",
              30,
              "growth",
              20,
              4_000,
              List.of(SMALL, OLDER),
              List.of("leads")),
          new Habits(
              REVIEWER,
              30,
              "engineering",
              16,
              80_000,
              List.of(MIDDLE, LARGE),
              List.of("pull-requests", "release-notes")),
          new Habits(
              "agent://northwind/engineering/test-writer",
              30,
              "engineering",
              8,
              50_000,
              List.of(MIDDLE, SMALL),
              List.of("coverage")),
          new Habits(
              "agent://northwind/engineering/incident-helper",
              30,
              "engineering",
              3,
              120_000,
              List.of(LARGE),
              List.of("on-call")),
          new Habits(
              TRIAGE,
              30,
              "support",
              30,
              20_000,
              List.of(OLDER, SMALL),
              List.of("inbox", "escalations")),
          new Habits(
              "agent://northwind/support/reply-drafter",
              30,
              "support",
              22,
              15_000,
              List.of(MIDDLE),
              List.of("replies")),
          new Habits(
              "agent://northwind/support/refund-checker",
              30,
              "support",
              6,
              8_000,
              List.of(SMALL),
              List.of("refunds")),
          new Habits(
              "agent://northwind/finance/invoice-reader",
              30,
              "finance",
              12,
              12_000,
              List.of(OLDER, SMALL),
              List.of("invoices")),
          new Habits(
              "agent://northwind/finance/expense-auditor",
              30,
              "finance",
              5,
              30_000,
              List.of(MIDDLE),
              List.of("expenses")),
          new Habits(KILLED, 30, "data", 10, 45_000, List.of(OLDER), List.of("customer-table")));

  /** What was thought first, and is the first version of a policy. */
  static final Map<String, String> FIRST_POLICIES =
      Map.of(
          LOOPING,
          """
          {"rules": [{"period": "day", "limit_usd": 40, "action": "alert"}]}
          """);

  /** By agent. What a rule counts is what is reported while it is in force. */
  static final Map<String, String> POLICIES =
      Map.of(
          LOOPING,
          """
          {"rules": [{"period": "day", "limit_usd": 50, "action": "pause", "warn_at": [50, 80, 95],
                      "notify": ["ops@northwind.example"]},
                     {"period": "task", "limit_usd": 40, "action": "alert"}]}
          """,
          TRIAGE,
          """
          {"rules": [{"period": "month", "limit_usd": 10, "action": "kill", "mode": "observe"}]}
          """,
          REVIEWER,
          """
          {"rules": [{"period": "month", "limit_usd": 200, "action": "block", "warn_at": [80]},
                     {"period": "intent", "limit_usd": 5, "action": "pause"}]}
          """,
          KILLED,
          """
          {"rules": [{"period": "week", "limit_usd": 100, "action": "kill"}]}
          """);

  /** By scope. */
  static final Map<String, String> SCOPES =
      Map.of(
          "agent://northwind/*",
          """
          {"applies": "total", "rules": [{"period": "month", "limit_usd": 2000, "action": "alert"}]}
          """,
          "agent://northwind/finance/*",
          """
          {"applies": "each", "rules": [{"period": "month", "limit_usd": 80, "action": "block"}]}
          """);
}
