package dev.purser.api.pages.explore;

import dev.purser.api.auth.Caller;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.reports.CostQuery;
import dev.purser.ledger.reports.CostTable;
import dev.purser.ledger.reports.Reports;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what the page shows. */
final class ExploreReading {
  private static final int ROWS = 200;
  private static final int CHOICES = 500;

  private final Ledger ledger;

  ExploreReading(Ledger ledger) {
    this.ledger = ledger;
  }

  ExploreFacts read(Question question, @Nullable String cursor, Caller caller) {
    Reports reports = ledger.reports();
    CostQuery query = question.query(reports.zone());
    CostTable table = reports.costs(query, ROWS, cursor);
    return new ExploreFacts(
        table.rows(),
        cursor == null,
        table.total(),
        table.rows().items().isEmpty() ? null : Charting.read(reports, query),
        reports.tagNames(caller.agent()),
        caller.isAgent() ? List.of() : agents(),
        reports.modelNames(query.of(caller.agent())));
  }

  private List<String> agents() {
    return ledger.agents().below(Scope.ALL, "", CHOICES).stream().map(AgentAddress::value).toList();
  }
}
