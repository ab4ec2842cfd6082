package dev.purser.api.pages.explore;

import dev.purser.api.auth.Caller;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Page;
import dev.purser.ledger.reports.CostQuery;
import dev.purser.ledger.reports.CostRow;
import dev.purser.ledger.reports.Dimension;
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
    Page<CostRow> rows = reports.costs(query, ROWS, cursor);
    return new ExploreFacts(
        rows,
        cursor == null,
        reports.total(query),
        rows.items().isEmpty() ? null : Charting.read(reports, query),
        reports.tagNames(caller.agent()),
        caller.isAgent() ? List.of() : agents(),
        models(query, caller));
  }

  private List<String> agents() {
    return ledger.agents().below(Scope.ALL, "", CHOICES).stream().map(AgentAddress::value).toList();
  }

  /** Those that something was spent on in this time, whatever is shown of it. */
  private List<String> models(CostQuery query, Caller caller) {
    CostQuery all =
        new CostQuery(
            Dimension.parse("model"), query.from(), query.to(), caller.agent(), null, query.zone());
    return ledger.reports().costs(all, CHOICES, null).items().stream()
        .map(row -> row.groups().get(0))
        .filter(model -> !model.isBlank())
        .toList();
  }
}
