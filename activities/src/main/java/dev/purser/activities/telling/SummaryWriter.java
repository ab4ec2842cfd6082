package dev.purser.activities.telling;

import dev.purser.activities.messages.AlertMessage;
import dev.purser.activities.messages.SummaryMessage;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.reports.DayReport;
import dev.purser.ledger.reports.DayReport.AgentDay;
import dev.purser.ledger.reports.DayReport.Dearest;
import dev.purser.ledger.reports.DayReport.ModelCost;
import dev.purser.ledger.reports.DayReport.Others;
import dev.purser.ledger.reports.Reports;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts a day into words that senders carry. */
final class SummaryWriter {
  private static final String NO_MODEL = "no model named";

  private final String publicUrl;

  /**
   * @param publicUrl where people reach Purser
   */
  SummaryWriter(URI publicUrl) {
    this.publicUrl = AlertWriter.withoutSlash(publicUrl);
  }

  SummaryMessage summary(DayReport report, Instant now) {
    return new SummaryMessage(
        "summary-" + report.day(),
        now,
        report.day(),
        report.zone(),
        report.total(),
        report.assumed(),
        report.late(),
        report.weekBefore(),
        report.agents().stream().map(SummaryWriter::line).toList(),
        others(report.others()),
        URI.create(
            publicUrl
                + "/explore?by=agent&then=model&from="
                + report.day()
                + "&to="
                + report.day()));
  }

  private static SummaryMessage.AgentLine line(AgentDay agent) {
    Dearest dearest = agent.dearest();
    return new SummaryMessage.AgentLine(
        agent.agent().value(),
        agent.cost(),
        agent.assumed(),
        agent.weekBefore(),
        dearest == null ? null : dearest.name(),
        dearest == null ? Usd.ZERO : dearest.cost(),
        agent.models().stream().map(model -> line(model, agent.cost())).toList());
  }

  private static AlertMessage.Line line(ModelCost model, Usd whole) {
    String name = model.model() == null ? "others" : model.model();
    return new AlertMessage.Line(
        name.isEmpty() ? NO_MODEL : name, model.cost(), Reports.share(model.cost(), whole));
  }

  private static SummaryMessage.@Nullable Others others(@Nullable Others others) {
    return others == null
        ? null
        : new SummaryMessage.Others(
            others.agents(), others.cost(), others.assumed(), others.weekBefore());
  }
}
