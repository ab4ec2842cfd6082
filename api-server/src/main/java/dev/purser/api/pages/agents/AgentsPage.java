package dev.purser.api.pages.agents;

import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Page;
import dev.purser.api.http.Values;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.Templates;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.reports.AgentRow;
import dev.purser.ledger.reports.Reports;
import dev.purser.ledger.reports.Trend;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All agents at a glance: who spends what, and who was stopped. */
@Page
@Path("/")
@Produces(Templates.HTML)
public final class AgentsPage {
  private static final int PAGE = 1_000;

  private final Reports reports;
  private final Clock clock;

  public AgentsPage(Reports reports, Clock clock) {
    this.reports = reports;
    this.clock = clock;
  }

  @GET
  @Needs(Role.AGENT)
  public AgentsView show(
      @QueryParam("q") @Nullable String search,
      @QueryParam("status") @Nullable String status,
      @QueryParam("sort") @Nullable String sort,
      @QueryParam("order") @Nullable String order,
      @Context Visit visit) {
    AgentStatus wanted = Values.query("status", status, AgentsPage::status);
    AgentOrder by =
        AgentOrder.of(
            Objects.requireNonNullElse(
                Values.query("sort", sort, AgentOrder.Column::of), AgentOrder.Column.TODAY),
            order);
    String text = Values.query("q", search, t -> t.strip().toLowerCase(Locale.ROOT));
    List<AgentLine> all = lines(visit.known());
    List<AgentLine> shown =
        all.stream()
            .filter(line -> wanted == null || line.row().status() == wanted)
            .filter(line -> text == null || line.row().address().value().contains(text))
            .sorted(by.comparator())
            .toList();
    return new AgentsView(visit, all, shown, text == null ? "" : text, wanted, by);
  }

  private static AgentStatus status(String text) {
    return Stream.of(AgentStatus.values())
        .filter(status -> status.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be active, paused or killed"));
  }

  private List<AgentLine> lines(Caller caller) {
    List<AgentRow> rows = new ArrayList<>();
    String cursor = null;
    do {
      var page = reports.agents(null, PAGE, cursor);
      page.items().stream()
          .filter(row -> !caller.isAgent() || row.address().equals(caller.agent()))
          .forEach(rows::add);
      cursor = page.next();
    } while (cursor != null);
    Map<AgentAddress, Trend> trends =
        reports.trends(rows.stream().map(AgentRow::address).toList(), clock.instant());
    return rows.stream()
        .map(row -> new AgentLine(row, trends.getOrDefault(row.address(), Trend.NOTHING)))
        .toList();
  }
}
