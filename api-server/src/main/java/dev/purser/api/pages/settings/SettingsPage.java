package dev.purser.api.pages.settings;

import dev.purser.api.Workflows;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Page;
import dev.purser.api.channels.ChannelDesk;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.Values;
import dev.purser.api.pages.session.Cookies;
import dev.purser.api.pages.session.Filled;
import dev.purser.api.pages.session.Form;
import dev.purser.api.pages.session.OnceOnly;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.Templates;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.price.ModelPrice;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.keys.Keys;
import dev.purser.ledger.messages.Channel;
import dev.purser.ledger.messages.Channels;
import dev.purser.ledger.prices.Reposted;
import dev.purser.workflows.messages.ChannelTest;
import dev.purser.workflows.messages.ChannelTested;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys, channels and prices. */
@Page
@Path("/settings")
@Produces(Templates.HTML)
public final class SettingsPage {
  private static final int LONGEST_NAME = 200;
  private static final int INVALID = 422;
  private static final URI HERE = URI.create("/settings");

  private final Ledger ledger;
  private final ChannelDesk channels;
  private final Workflows workflows;
  private final Cookies cookies;
  private final Clock clock;
  private final OnceOnly once = new OnceOnly();

  public SettingsPage(
      Ledger ledger, ChannelDesk channels, Workflows workflows, Cookies cookies, Clock clock) {
    this.ledger = ledger;
    this.channels = channels;
    this.workflows = workflows;
    this.cookies = cookies;
    this.clock = clock;
  }

  @GET
  @Needs(Role.ADMIN)
  public SettingsView show(@QueryParam("model") @Nullable String model, @Context Visit visit) {
    return view(visit, Values.query("model", model, text -> text), null, null);
  }

  private SettingsView view(
      Visit visit,
      @Nullable String model,
      @Nullable Filled filled,
      SettingsView.@Nullable Secret secret) {
    return new SettingsView(visit, SettingsFacts.read(ledger, model), filled, secret);
  }

  @POST
  @Needs(Role.ADMIN)
  public Response change(@Context Form form, @Context Visit visit) {
    Filled filled = new Filled(form);
    try {
      Response done =
          switch (form.textOrEmpty("act")) {
            case "make-key" -> makeKey(filled, visit);
            case "revoke-key" -> revokeKey(filled);
            case "make-channel" -> makeChannel(filled, visit);
            case "delete-channel" -> deleteChannel(form, visit);
            case "test-channel" -> testChannel(form, visit);
            case "add-price" -> addPrice(filled, visit);
            default -> throw ProblemException.invalid("act", "is not known here");
          };
      if (filled.ok()) {
        return done;
      }
    } catch (InvalidFieldException | Refused e) {
      filled.refused(e, "");
    }
    return Response.status(INVALID).entity(view(visit, null, filled, null)).build();
  }

  private Response said(String words) {
    return Response.seeOther(HERE).cookie(cookies.flash(words)).build();
  }

  private Response makeKey(Filled filled, Visit visit) {
    String name = filled.required("name", LONGEST_NAME);
    Role role = filled.chosen("role", Role::fromWire);
    AgentAddress agent = filled.read("agent", AgentAddress::parse);
    Instant expires = filled.read("expires_at", text -> Values.time(text + "T00:00:00Z"));
    if (expires != null && !expires.isAfter(clock.instant())) {
      filled.wrong("expires_at", "must lie ahead");
    }
    if (!filled.ok() || role == null) {
      return said("");
    }
    if (!once.first(filled.form().textOrEmpty("form_id"))) {
      return said("That key was made already; its secret was shown once.");
    }
    Keys.Created made = ledger.keys().create(name, role, agent, expires);
    return Response.ok(
            view(visit, null, null, new SettingsView.Secret("The key " + name, made.secret())))
        .build();
  }

  private Response revokeKey(Filled filled) {
    UUID key = filled.chosen("key", Values::uuid);
    return said(key == null ? "" : "The key " + ledger.keys().revoke(key).name() + " is revoked.");
  }

  private Response makeChannel(Filled filled, Visit visit) {
    String name = filled.required("channel_name", LONGEST_NAME);
    Channel.Type type = filled.chosen("type", Channel.Type::fromWire);
    String target = filled.required("target", LONGEST_NAME * 3);
    if (!filled.ok() || type == null) {
      return said("");
    }
    try {
      Channels.Made made = channels.create(name, type, target, visit.known().name());
      return made.secret() == null
          ? said("The channel " + name + " is there.")
          : Response.ok(
                  view(
                      visit,
                      null,
                      null,
                      new SettingsView.Secret(
                          "What the channel " + name + " signs with", made.secret())))
              .build();
    } catch (InvalidFieldException e) {
      filled.wrong(e.field().equals("name") ? "channel_name" : e.field(), e.reason());
    } catch (Refused e) {
      filled.wrong("channel_name", "is in use");
    }
    return said("");
  }

  private Response deleteChannel(Form form, Visit visit) {
    String name = form.textOrEmpty("channel");
    boolean deleted = ledger.channels().delete(name, visit.known().name()).isPresent();
    return said("The channel " + name + (deleted ? " is deleted." : " was not there any more."));
  }

  private Response testChannel(Form form, Visit visit) {
    String name = form.textOrEmpty("channel");
    ChannelTested tested = workflows.test(new ChannelTest(name, visit.known().name()));
    return said(
        tested.delivered()
            ? "The test reached " + name + "."
            : "The test did not reach " + name + ": " + tested.reason());
  }

  private Response addPrice(Filled filled, Visit visit) {
    ModelPrice price = PriceFields.read(filled);
    if (price == null) {
      return said("");
    }
    String actor = visit.known().name();
    long entries =
        ledger.reposting().add(price, actor).reposting().stream()
            .mapToLong(Reposted::entries)
            .sum();
    String known = "The price of " + price.model() + " is known now.";
    if (entries == 0) {
      return said(known);
    }
    String are = entries == 1 ? " entry is" : " entries are";
    return said(known + " " + entries + are + " being posted anew at it.");
  }
}
