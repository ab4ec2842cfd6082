package dev.purser.api.pages.policies;

import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Page;
import dev.purser.api.http.ProblemException;
import dev.purser.api.pages.session.Cookies;
import dev.purser.api.pages.session.Filled;
import dev.purser.api.pages.session.Form;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.Templates;
import dev.purser.api.policies.PolicyDesk;
import dev.purser.api.policies.PreviewAnswer;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.Policy;
import dev.purser.ledger.Refused;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.policies.Owner;
import dev.purser.ledger.policies.Policies;
import dev.purser.ledger.policies.PolicyVersion;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The policy of an agent or a scope: to read, to change, to go back. */
@Page
@Path("/policy")
@Produces(Templates.HTML)
public final class PolicyPage {
  private static final int VERSIONS = 100;
  private static final int INVALID = 422;
  private static final int STALE = 412;

  private static final Duration PREVIEWED = Duration.ofDays(30);

  private final Policies policies;
  private final PolicyDesk desk;
  private final Cookies cookies;
  private final Clock clock;

  public PolicyPage(Policies policies, PolicyDesk desk, Cookies cookies, Clock clock) {
    this.policies = policies;
    this.desk = desk;
    this.cookies = cookies;
    this.clock = clock;
  }

  @GET
  @Needs(Role.AGENT)
  public Response show(@Context UriInfo uri, @Context Visit visit) {
    Filled filled = new Filled(Form.of(uri.getQueryParameters()));
    Owner owner = filled.read("owner", text -> parse(text, visit));
    if (owner == null) {
      filled.wrong("owner", "is required");
      return Response.status(INVALID).entity(PoliciesPage.list(policies, visit, filled)).build();
    }
    return Response.ok(view(owner, visit, PolicyForm.of(current(owner)), Map.of())).build();
  }

  private @Nullable Policy current(Owner owner) {
    return policies.get(owner).map(PolicyVersion::policy).orElse(null);
  }

  private static Owner owner(@Nullable String name, Visit visit) {
    try {
      return parse(name == null ? "" : name.strip(), visit);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("owner", String.valueOf(e.getMessage()));
    }
  }

  private static Owner parse(String text, Visit visit) {
    if (text.endsWith("*")) {
      visit.known().requireOperator("the policy of a scope");
      return Owner.of(Scope.parse(text));
    }
    AgentAddress agent = AgentAddress.parse(text);
    visit.known().requireMayActFor(agent);
    return Owner.of(agent);
  }

  private PolicyView view(Owner owner, Visit visit, PolicyForm form, Map<String, String> errors) {
    return view(owner, visit, form, errors, null, "");
  }

  private PolicyView view(
      Owner owner,
      Visit visit,
      PolicyForm form,
      Map<String, String> errors,
      @Nullable PreviewAnswer preview,
      String atOnce) {
    return new PolicyView(
        visit,
        owner,
        policies.get(owner).orElse(null),
        form,
        errors,
        policies.versions(owner, VERSIONS, null).items(),
        preview,
        atOnce);
  }

  @POST
  @Needs(Role.OPERATOR)
  public Response change(
      @QueryParam("owner") @Nullable String name, @Context Form form, @Context Visit visit) {
    Owner owner = owner(name, visit);
    if (form.textOrEmpty("act").equals("preview")) {
      return preview(owner, PolicyForm.of(form, null), visit);
    }
    if (!visit.maySetUp()) {
      throw ProblemException.forbidden("changing a policy takes the key of an admin");
    }
    Integer removed = PolicyForm.index(form.text("remove"));
    if (removed != null) {
      return Response.ok(view(owner, visit, PolicyForm.of(form, removed), Map.of())).build();
    }
    return switch (form.textOrEmpty("act")) {
      case "add" ->
          Response.ok(view(owner, visit, PolicyForm.of(form, null).plusRule(), Map.of())).build();
      case "delete" -> delete(owner, form, visit);
      case "restore" -> restore(owner, form, visit);
      case "enforce" -> enforce(owner, form, visit);
      default -> save(owner, PolicyForm.of(form, null), form, visit);
    };
  }

  /** What it does at once is said before; then the form is sent again. */
  private Response save(Owner owner, PolicyForm filled, Form form, Visit visit) {
    if (!form.has("knowing")) {
      String atOnce = atOnce(owner, filled);
      if (!atOnce.isEmpty()) {
        return Response.ok(view(owner, visit, filled, Map.of(), null, atOnce)).build();
      }
    }
    return save(
        owner,
        filled,
        visit,
        () -> desk.save(owner, filled.json(owner.isScope()), version(form), visit.known().name()));
  }

  /** What is wrong with the policy is said when it is saved. */
  @SuppressWarnings("UnusedException")
  private String atOnce(Owner owner, PolicyForm filled) {
    try {
      return desk.atOnce(owner, filled.json(owner.isScope()));
    } catch (InvalidFieldException e) {
      return "";
    }
  }

  /** Writes again what is on record already, as it stands there. */
  private Response save(Owner owner, Policy stored, Form form, Visit visit) {
    return save(
        owner,
        PolicyForm.of(stored),
        visit,
        () -> desk.save(stored, version(form), visit.known().name()));
  }

  private Response save(
      Owner owner, PolicyForm filled, Visit visit, Supplier<PolicyVersion> saving) {
    try {
      PolicyVersion saved = saving.get();
      return done(owner, "Version " + saved.version() + " is in force.");
    } catch (InvalidFieldException e) {
      return Response.status(INVALID)
          .entity(view(owner, visit, filled, Map.of(e.field(), e.reason())))
          .build();
    } catch (Refused e) {
      return stale(owner, filled, visit, e);
    }
  }

  private Response preview(Owner owner, PolicyForm filled, Visit visit) {
    Instant now = clock.instant();
    try {
      PreviewAnswer preview =
          desk.preview(owner, filled.json(owner.isScope()), now.minus(PREVIEWED), now);
      return Response.ok(view(owner, visit, filled, Map.of(), preview, "")).build();
    } catch (InvalidFieldException e) {
      return Response.status(INVALID)
          .entity(view(owner, visit, filled, Map.of(e.field(), e.reason())))
          .build();
    }
  }

  /** Someone else was faster: what was filled in stays, beside what is in force now. */
  private Response stale(Owner owner, PolicyForm filled, Visit visit, Refused e) {
    if (e.code() != Refused.Code.STALE) {
      throw e;
    }
    String words =
        "Someone else has changed this policy in the meantime: "
            + e.getMessage()
            + ". Look at the versions below; to save yours all the same, save again.";
    return Response.status(STALE).entity(view(owner, visit, filled, Map.of("", words))).build();
  }

  private Response delete(Owner owner, Form form, Visit visit) {
    try {
      desk.delete(owner, version(form), visit.known().name());
      return done(owner, "The policy is deleted; its versions stay.");
    } catch (Refused e) {
      return stale(owner, PolicyForm.of(current(owner)), visit, e);
    }
  }

  private Response restore(Owner owner, Form form, Visit visit) {
    Policy old =
        Optional.ofNullable(number(form.text("from")))
            .flatMap(version -> policies.version(owner, version))
            .map(PolicyVersion::policy)
            .orElseThrow(() -> ProblemException.notFound("policy_not_found", "no such version"));
    return save(owner, old, form, visit);
  }

  /** Has rules act that only observed. */
  private Response enforce(Owner owner, Form form, Visit visit) {
    Policy current = current(owner);
    if (current == null) {
      throw ProblemException.notFound("policy_not_found", owner + " has no policy of its own");
    }
    return save(owner, current.enforced(), form, visit);
  }

  private static @Nullable Long version(Form form) {
    return number(form.text("version"));
  }

  private static @Nullable Long number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
  }

  private Response done(Owner owner, String words) {
    String where = "/policy?owner=" + URLEncoder.encode(owner.value(), StandardCharsets.UTF_8);
    return Response.seeOther(URI.create(where)).cookie(cookies.flash(words)).build();
  }
}
