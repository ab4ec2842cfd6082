package dev.purser.api.pages.explore;

import dev.purser.ledger.Page;
import dev.purser.ledger.reports.CostRow;
import dev.purser.ledger.reports.Totals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the page shows of a question.
 *
 * @param rows the dearest first
 * @param first whether the rows are the first ones
 * @param total of all rows
 * @param chart null: there is nothing to show
 * @param tags names of tags to choose from
 * @param agents addresses to choose from
 * @param models to choose from
 */
public record ExploreFacts(
    Page<CostRow> rows,
    boolean first,
    Totals total,
    @Nullable CostChart chart,
    List<String> tags,
    List<String> agents,
    List<String> models) {}
