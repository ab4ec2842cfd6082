package dev.purser.api.pages.agents;

import dev.purser.api.pages.view.Series;
import dev.purser.api.pages.view.Span;
import dev.purser.api.why.Why;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.agents.AgentDetail;
import dev.purser.ledger.agents.RuleInForce;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.intents.OpenIntents;
import dev.purser.ledger.policies.PolicyVersion;
import dev.purser.ledger.reports.CostRow;
import dev.purser.ledger.reports.ModelRow;
import dev.purser.ledger.reports.WhatIf;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the page of one agent shows.
 *
 * @param open how far a stop of it has come
 * @param why why it stands where it stands
 * @param span the stretch of time that costs are of
 * @param models the dearest first, each with what another model would have cost
 * @param moreModels whether there are others
 * @param total of the span, by when calls were made
 * @param assumed the part of it at assumed prices
 * @param late what was taken in the span for calls from before it
 * @param zone whose calendar the span is of
 * @param instead the other model
 * @param choices models to choose that from
 * @param intents the dearest first
 * @param rules all that hold for it, the tightest first
 * @param policy its own; null: none
 * @param observed what rules that only observe would have done, the newest first
 */
public record AgentFacts(
    AgentDetail detail,
    OpenIntents open,
    Why why,
    Span span,
    List<Model> models,
    boolean moreModels,
    Usd total,
    Usd assumed,
    Usd late,
    String zone,
    String instead,
    List<String> choices,
    List<Series.Point> series,
    List<Line> intents,
    List<RuleInForce> rules,
    @Nullable PolicyVersion policy,
    List<Alert> observed) {

  /**
   * What one model cost.
   *
   * @param what what the same tokens would have cost on the other model; null: nobody knows
   */
  public record Model(ModelRow row, @Nullable WhatIf what) {}

  /**
   * What one intent cost.
   *
   * @param id empty: what the agent spent outside of intents
   * @param label its task, else its type
   */
  public record Line(String id, String label, CostRow row, BigDecimal share) {}
}
