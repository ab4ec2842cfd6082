package dev.purser.api.pages.agents;

import dev.purser.api.pages.view.Series;
import dev.purser.api.pages.view.Span;
import dev.purser.api.why.Why;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.window.TimeWindow;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.agents.AgentDetail;
import dev.purser.ledger.agents.RuleInForce;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.policies.Owner;
import dev.purser.ledger.reports.CostQuery;
import dev.purser.ledger.reports.CostRow;
import dev.purser.ledger.reports.Dimension;
import dev.purser.ledger.reports.ModelRow;
import dev.purser.ledger.reports.ModelsReport;
import dev.purser.ledger.reports.Reports;
import dev.purser.ledger.reports.WhatIf;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects what the page of one agent shows. */
final class AgentReading {
  private static final int DEAREST = 15;
  private static final int OBSERVED = 50;

  /** Each is asked about anew, and agents name as many models as they like. */
  private static final int MOST_MODELS = 30;

  private static final int MOST_POINTS = 1_000;
  private static final String MINI = "gpt-4o-mini";

  private final Ledger ledger;
  private final Clock clock;

  AgentReading(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  AgentFacts read(AgentAddress address, Span span, @Nullable String instead) {
    AgentDetail detail = ledger.agents().require(address);
    Reports reports = ledger.reports();
    ZoneId zone = reports.zone();
    TimeWindow window = span.window(zone, clock.instant());
    ModelsReport models = reports.models(address, window.start(), window.end());
    String other = Objects.requireNonNullElse(instead, MINI);
    Usd total = models.total();
    return new AgentFacts(
        detail,
        ledger.intents().open(address, detail.holds()),
        Why.of(detail),
        span,
        models.models().stream()
            .limit(MOST_MODELS)
            .map(row -> model(address, row, other, window))
            .toList(),
        models.models().size() > MOST_MODELS,
        total,
        models.assumed(),
        reports.spent(address, window).late(),
        zone.getId(),
        other,
        choices(models, other),
        Series.of(span.unit(), window, zone, byTime(address, span, window, zone)),
        intents(address, window, zone, total),
        RuleInForce.of(detail),
        ledger.policies().get(Owner.of(address)).orElse(null),
        observed(address));
  }

  private AgentFacts.Model model(
      AgentAddress agent, ModelRow row, String other, TimeWindow window) {
    if (row.model().isEmpty() || row.model().equals(other)) {
      return new AgentFacts.Model(row, null);
    }
    WhatIf what =
        ledger
            .reports()
            .whatIf(agent, row.model(), other, BigDecimal.ONE, window.start(), window.end());
    boolean known = !what.cost().equals(what.notRepriced());
    return new AgentFacts.Model(row, known ? what : null);
  }

  /** What this agent uses, and the small ones that people ask about. */
  private static List<String> choices(ModelsReport models, String other) {
    return Stream.concat(
            models.models().stream().limit(MOST_MODELS).map(ModelRow::model),
            Stream.of(MINI, "gpt-4.1-mini", "claude-haiku-4-5", "gemini-2.5-flash", other))
        .filter(model -> !model.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  private Map<String, Usd> byTime(AgentAddress agent, Span span, TimeWindow window, ZoneId zone) {
    return costs(agent, span.unit(), window, zone, MOST_POINTS).stream()
        .collect(Collectors.toMap(row -> row.groups().get(0), row -> row.totals().cost()));
  }

  private List<CostRow> costs(
      AgentAddress agent, String groups, TimeWindow window, ZoneId zone, int limit) {
    CostQuery query =
        new CostQuery(Dimension.parse(groups), window.start(), window.end(), agent, null, zone);
    return ledger.reports().costs(query, limit, null).rows().items();
  }

  private List<AgentFacts.Line> intents(
      AgentAddress agent, TimeWindow window, ZoneId zone, Usd total) {
    return costs(agent, "intent,task,intent_type", window, zone, DEAREST).stream()
        .map(row -> line(row, total))
        .toList();
  }

  private static AgentFacts.Line line(CostRow row, Usd total) {
    String id = row.groups().get(0);
    String label =
        Stream.of(row.groups().get(1), row.groups().get(2), id)
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("outside of intents");
    return new AgentFacts.Line(id, label, row, Reports.share(row.totals().cost(), total));
  }

  private List<Alert> observed(AgentAddress agent) {
    return ledger.alerts().list(agent, null, OBSERVED, null).items().stream()
        .filter(alert -> !alert.enforced())
        .toList();
  }
}
