package dev.purser.api.pages.intents;

import dev.purser.api.Told;
import dev.purser.api.Workflows;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Page;
import dev.purser.api.intents.IntentActs;
import dev.purser.api.intents.IntentDesk;
import dev.purser.api.pages.session.ActForm;
import dev.purser.api.pages.session.Cookies;
import dev.purser.api.pages.session.Filled;
import dev.purser.api.pages.session.Form;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.Templates;
import dev.purser.api.why.Why;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.keys.ApiKey.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One intent: its story, why it stands where it stands, and what would move it. */
@Page
@Path("/intents/{id}")
@Produces(Templates.HTML)
public final class IntentPage {
  private static final int EVENTS = 1_000;
  private static final int INVALID = 422;

  private final Ledger ledger;
  private final Workflows workflows;
  private final IntentDesk desk;
  private final IntentActs acts;
  private final Cookies cookies;

  public IntentPage(
      Ledger ledger, Workflows workflows, IntentDesk desk, IntentActs acts, Cookies cookies) {
    this.ledger = ledger;
    this.workflows = workflows;
    this.desk = desk;
    this.acts = acts;
    this.cookies = cookies;
  }

  @GET
  @Needs(Role.AGENT)
  public IntentView show(@PathParam("id") String id, @Context Visit visit) {
    return view(desk.require(id, visit.known()), visit, null);
  }

  private IntentView view(Intent intent, Visit visit, @Nullable Filled filled) {
    return new IntentView(
        visit,
        intent,
        desk.view(intent),
        Why.of(
            ledger.intents().why(intent.id()), ledger.snapshots().require(intent.id()), workflows),
        desk.events(intent.id(), 0, EVENTS),
        ledger.reports().ofIntent(intent.id()),
        filled);
  }

  @POST
  @Needs(Role.OPERATOR)
  public Response act(@PathParam("id") String id, @Context Form form, @Context Visit visit) {
    UUID intent = desk.requireReleasableId(id, visit.known());
    Filled filled = new Filled(form);
    String said = ActForm.take(filled, visit.known().name(), "The intent", new Of(intent));
    if (said != null) {
      return Response.seeOther(URI.create("/intents/" + intent))
          .cookie(cookies.flash(said))
          .build();
    }
    return Response.status(INVALID)
        .entity(view(desk.require(id, visit.known()), visit, filled))
        .build();
  }

  private final class Of implements ActForm.Acts {
    private final UUID intent;

    Of(UUID intent) {
      this.intent = intent;
    }

    @Override
    public Told pause(String actor, String reason) {
      return acts.pause(intent, actor, reason);
    }

    @Override
    public Told kill(String actor, String reason) {
      return acts.kill(intent, actor, reason);
    }

    @Override
    public ActForm.Resumed resume(@Nullable Usd grant, String key, String actor, String reason) {
      IntentActs.Resumed resumed = acts.resume(intent, grant, key, null, actor, reason);
      return new ActForm.Resumed(resumed.told(), !resumed.grants().isEmpty());
    }
  }
}
