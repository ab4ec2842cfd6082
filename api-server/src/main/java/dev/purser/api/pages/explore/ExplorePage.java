package dev.purser.api.pages.explore;

import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Page;
import dev.purser.api.http.CsvLines;
import dev.purser.api.pages.session.Filled;
import dev.purser.api.pages.session.Form;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.Templates;
import dev.purser.api.reports.CostsCsv;
import dev.purser.domain.InvalidFieldException;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.keys.ApiKey.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Costs by any two groups, over any days: a chart, the table behind it, and all of it as CSV. */
@Page
@Path("/")
@Produces(Templates.HTML)
public final class ExplorePage {
  private static final int INVALID = 422;

  private final ExploreReading reading;
  private final Ledger ledger;
  private final Clock clock;

  public ExplorePage(Ledger ledger, Clock clock) {
    this.reading = new ExploreReading(ledger);
    this.ledger = ledger;
    this.clock = clock;
  }

  @GET
  @Path("explore")
  @Needs(Role.AGENT)
  public Response show(
      @QueryParam("cursor") @Nullable String cursor, @Context UriInfo uri, @Context Visit visit) {
    Asked asked = asked(uri, visit);
    if (!asked.filled().ok()) {
      return Response.status(INVALID).entity(view(visit, asked, null)).build();
    }
    if (!asked.isWhole()) {
      // What is to be looked at stands in the address, so that whoever gets it sees the same.
      return Response.seeOther(URI.create("/explore?" + asked.question().link())).build();
    }
    boolean first = cursor == null || cursor.isEmpty();
    ExploreFacts facts = reading.read(asked.question(), first ? null : cursor, visit.known());
    return Response.ok(view(visit, asked, facts)).build();
  }

  private ExploreView view(Visit visit, Asked asked, @Nullable ExploreFacts facts) {
    return new ExploreView(visit, asked, facts, today(), ledger.reports().zone());
  }

  @GET
  @Path("explore.csv")
  @Produces("text/csv")
  @Needs(Role.AGENT)
  public Response csv(@Context UriInfo uri, @Context Visit visit) {
    Asked asked = asked(uri, visit);
    asked
        .filled()
        .errors()
        .forEach(
            (field, reason) -> {
              throw new InvalidFieldException(field, reason);
            });
    Question question = asked.question();
    String file = "purser-costs-" + question.from() + "-" + question.to() + ".csv";
    return Response.ok(
            new CostsCsv(ledger.reports(), question.query(ledger.reports().zone()), null),
            CsvLines.MEDIA_TYPE)
        .header("Content-Disposition", "attachment; filename=\"" + file + "\"")
        .build();
  }

  private Asked asked(UriInfo uri, Visit visit) {
    Filled filled = new Filled(Form.of(uri.getQueryParameters()));
    return Asked.read(filled, today(), visit.known());
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ledger.reports().zone());
  }
}
