package dev.purser.ledger.reports;

import static dev.purser.ledger.Facts.BOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Json;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.policies.Owner;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;

/** On a ledger of a million entries, every query that a report really runs is explained. */
class TestReportsScanNoEntries {
  private static final int ENTRIES = 1_000_000;

  @Test
  void noReportReadsEntries() {
    try (Ledger ledger = Ledger.open(TestDatabase.fresh())) {
      fill(new Facts(ledger).agent(BOT));
      Explained explained = new Explained();
      ledger.jdbi().setSqlLogger(explained);
      Reports reports = ledger.reports();
      Instant to = Instant.now().plus(1, ChronoUnit.HOURS);
      Instant from = to.minus(30, ChronoUnit.DAYS);
      reports.agents(null, 100, null);
      for (String by :
          List.of(
              "agent",
              "model",
              "intent",
              "intent_type",
              "task",
              "hour",
              "day",
              "month",
              "tag:team")) {
        CostQuery query =
            new CostQuery(Dimension.parse(by), from, to, BOT, "model 1", reports.zone());
        reports.costs(query, 100, null);
        reports.modelNames(query);
        reports.modelNames(query.of(null));
        reports.costs(query, null, (total, rows) -> rows.next());
        reports.cells(query, 12, 6);
        reports.cells(query.by(Dimension.parse("day,task")), 12, 6);
      }
      reports.tagNames(null);
      reports.tagNames(BOT);
      reports.trends(null, Instant.now(), 100, null);
      reports.models(null, from, to);
      reports.whatIf(null, "model 1", "gpt-4o", BigDecimal.ONE, from, to);
      reports.day(LocalDate.now(reports.zone()), reports.zone(), 50);
      reports.day(LocalDate.now(reports.zone()).plusDays(20), reports.zone(), 50);
      assertThat(explained.statements)
          .as("the four of a day are among them")
          .filteredOn(
              sql ->
                  sql.contains("total_before")
                      || sql.contains("place")
                      || sql.contains("distinct on (r.agent_id)")
                      || sql.contains("exists (select 1 from rollup"))
          .hasSize(7);
      Rule rule = Rule.of(Period.TREE, Usd.of("5"), Action.BLOCK);
      Policy policy = Policy.of(BOT.value(), 0, reports.zone(), List.of(rule));
      assertThat(ledger.previews().run(Owner.of(BOT), policy, from, to).spent().isPositive())
          .isTrue();
      assertThat(explained.relations).hasSizeGreaterThan(60);
      assertThat(explained.relations).contains("rollup").noneMatch(r -> r.startsWith("entry"));
      explained.relations.clear();
      ledger.jdbi().useHandle(h -> h.select("select count(*) from entry").mapTo(Long.class).one());
      assertThat(explained.relations).anyMatch(r -> r.startsWith("entry"));
    }
  }

  private static void fill(Facts facts) {
    facts.execute(
        """
        insert into entry (posted_at, window_at, occurred_at, agent_id, accounts, report_id, amount,
          pricing, model, tokens_in, tokens_out)
        select now(), now(), now(), 1, '{1}', 'r' || n, 30000000, 'priced', 'model ' || n %% 10,
          1000, 100
        from generate_series(1, %d) n
        """
            .formatted(ENTRIES));
    facts.execute(
        """
        insert into rollup
        select 1, date_bin('15 minutes', now(), 'epoch') - n %% 2000 * interval '15 minutes',
          '00000000-0000-0000-0000-000000000000', 'task ' || n %% 7, 'model ' || n %% 10, 0,
          sum(30000000), 0, count(*), 0, 1000, 100, 0, 0, 0
        from generate_series(1, %d) n group by n %% 2000, n %% 7, n %% 10
        """
            .formatted(ENTRIES / 10));
    facts.execute("analyze");
  }

  /** Runs EXPLAIN of whatever was run, with the same values, and notes which tables it reads. */
  private static final class Explained implements SqlLogger {
    private final List<String> relations = new CopyOnWriteArrayList<>();
    private final List<String> statements = new CopyOnWriteArrayList<>();

    @Override
    public void logAfterExecution(StatementContext context) {
      // The driver writes a statement with its values in place, the pool its own name before it.
      String text = context.getStatement().toString();
      if (!text.contains(" wrapping select")) {
        return;
      }
      String sql = text.substring(text.indexOf("select"));
      try (var statement = context.getConnection().createStatement();
          var rows = statement.executeQuery("explain (format json) " + sql)) {
        while (rows.next()) {
          collect(Json.read(rows.getString(1), JsonNode.class), relations);
          statements.add(sql);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(sql, e);
      }
    }

    private static void collect(JsonNode plan, List<String> relations) {
      List<JsonNode> nodes = new ArrayList<>(plan.findParents("Relation Name"));
      nodes.forEach(node -> relations.add(node.get("Relation Name").asText()));
    }
  }
}
