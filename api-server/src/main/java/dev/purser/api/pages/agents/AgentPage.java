package dev.purser.api.pages.agents;

import dev.purser.api.Told;
import dev.purser.api.agents.AgentActs;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Page;
import dev.purser.api.http.AgentPaths;
import dev.purser.api.http.Values;
import dev.purser.api.pages.session.ActForm;
import dev.purser.api.pages.session.Cookies;
import dev.purser.api.pages.session.Filled;
import dev.purser.api.pages.session.Form;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.Span;
import dev.purser.api.pages.view.Templates;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.keys.ApiKey.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One agent: where its money goes, what stops it, and what can be done. */
@Page
@Path("/agents/{agent: .+}")
@Produces(Templates.HTML)
public final class AgentPage {
  private static final int INVALID = 422;

  private final AgentReading reading;
  private final AgentActs acts;
  private final AgentPaths paths;
  private final Cookies cookies;

  public AgentPage(Ledger ledger, AgentActs acts, AgentPaths paths, Cookies cookies, Clock clock) {
    this.reading = new AgentReading(ledger, clock);
    this.acts = acts;
    this.paths = paths;
    this.cookies = cookies;
  }

  @GET
  @Needs(Role.AGENT)
  public AgentView show(
      @PathParam("agent") String agent,
      @QueryParam("span") @Nullable String span,
      @QueryParam("instead") @Nullable String instead,
      @Context Visit visit) {
    AgentAddress address = paths.address(agent);
    visit.known().requireMayActFor(address);
    Span chosen = Values.query("span", span, Span::of);
    return new AgentView(
        visit,
        reading.read(
            address,
            Objects.requireNonNullElse(chosen, Span.ALL.get(0)),
            Values.query("instead", instead, text -> text)),
        null);
  }

  @POST
  @Needs(Role.OPERATOR)
  public Response act(@PathParam("agent") String agent, @Context Form form, @Context Visit visit) {
    AgentAddress address = acts.require(paths.address(agent));
    Filled filled = new Filled(form);
    String said =
        ActForm.take(filled, visit.known().name(), address.displayName(), new Of(address));
    if (said != null) {
      return Response.seeOther(AgentView.uri(address)).cookie(cookies.flash(said)).build();
    }
    AgentFacts facts = reading.read(address, Span.ALL.get(0), null);
    return Response.status(INVALID).entity(new AgentView(visit, facts, filled)).build();
  }

  private final class Of implements ActForm.Acts {
    private final AgentAddress agent;

    Of(AgentAddress agent) {
      this.agent = agent;
    }

    @Override
    public Told pause(String actor, String reason) {
      return acts.pause(agent, actor, reason);
    }

    @Override
    public Told kill(String actor, String reason) {
      return acts.kill(agent, actor, reason);
    }

    @Override
    public ActForm.Resumed resume(@Nullable Usd grant, String key, String actor, String reason) {
      AgentActs.Resumed resumed = acts.resume(agent, grant, key, null, actor, reason);
      return new ActForm.Resumed(resumed.told(), !resumed.grants().isEmpty());
    }
  }
}
