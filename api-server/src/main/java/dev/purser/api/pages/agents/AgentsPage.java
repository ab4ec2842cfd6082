package dev.purser.api.pages.agents;

import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Page;
import dev.purser.api.http.Values;
import dev.purser.api.pages.session.Cookies;
import dev.purser.api.pages.session.Filled;
import dev.purser.api.pages.session.Form;
import dev.purser.api.pages.session.OnceOnly;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.Templates;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.keys.Keys;
import dev.purser.ledger.reports.AgentRow;
import dev.purser.ledger.reports.Reports;
import dev.purser.ledger.reports.Trend;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
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

  private static final int OK = 200;
  private static final int INVALID = 422;

  private final Reports reports;
  private final Keys keys;
  private final Cookies cookies;
  private final String publicUrl;
  private final Clock clock;
  private final OnceOnly once = new OnceOnly();

  /**
   * @param publicUrl where people reach this server
   */
  public AgentsPage(Reports reports, Keys keys, Cookies cookies, String publicUrl, Clock clock) {
    this.reports = reports;
    this.keys = keys;
    this.cookies = cookies;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  @GET
  @Needs(Role.AGENT)
  public AgentsView show(
      @QueryParam("q") @Nullable String search,
      @QueryParam("status") @Nullable String status,
      @QueryParam("sort") @Nullable String sort,
      @QueryParam("order") @Nullable String order,
      @Context UriInfo asked,
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
    return new AgentsView(
        visit,
        all,
        shown,
        text == null ? "" : text,
        wanted,
        by,
        new FirstReport(FirstReport.served(publicUrl, asked), null, null),
        null);
  }

  /** Makes a key for the first agent. */
  @POST
  @Needs(Role.ADMIN)
  public Response makeKey(@Context Form form, @Context UriInfo asked, @Context Visit visit) {
    Filled filled = new Filled(form);
    AgentAddress agent = filled.chosen("agent", AgentAddress::parse);
    if (agent != null && !once.first(form.textOrEmpty("form_id"))) {
      return Response.seeOther(URI.create("/"))
          .cookie(cookies.flash("That key was made already; it was shown once."))
          .build();
    }
    String key =
        agent == null ? null : keys.create(agent.displayName(), Role.AGENT, agent, null).secret();
    List<AgentLine> all = lines(visit.known());
    AgentsView view =
        new AgentsView(
            visit,
            all,
            all,
            "",
            null,
            AgentOrder.of(AgentOrder.Column.TODAY, null),
            new FirstReport(FirstReport.served(publicUrl, asked), agent, key),
            filled.ok() ? null : filled);
    return Response.status(key == null ? INVALID : OK).entity(view).build();
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
