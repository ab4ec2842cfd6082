package dev.purser.api.pages.policies;

import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Page;
import dev.purser.api.pages.session.Filled;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.PageView;
import dev.purser.api.pages.view.Templates;
import dev.purser.domain.policy.Rule;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.policies.Policies;
import dev.purser.ledger.policies.PolicyVersion;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every policy in force. */
@Page
@Path("/policies")
@Produces(Templates.HTML)
public final class PoliciesPage {
  private final Policies policies;

  public PoliciesPage(Policies policies) {
    this.policies = policies;
  }

  @GET
  @Needs(Role.AGENT)
  public PoliciesView show(@Context Visit visit) {
    return list(policies, visit, null);
  }

  /**
   * Those that the visitor may see.
   *
   * @param filled whose policy was asked for in vain; null: nobody's
   */
  static PoliciesView list(Policies policies, Visit visit, @Nullable Filled filled) {
    Caller caller = visit.known();
    List<PolicyVersion> seen =
        policies.all().stream()
            .filter(
                one ->
                    !caller.isAgent()
                        || one.owner().value().equals(Objects.toString(caller.agent())))
            .toList();
    return new PoliciesView(visit, seen, filled);
  }

  /** The list. */
  public static final class PoliciesView extends PageView {
    private final List<PolicyVersion> policies;
    private final @Nullable Filled filled;

    private PoliciesView(Visit visit, List<PolicyVersion> policies, @Nullable Filled filled) {
      super("policies.ftlh", visit, "Policies", "policies");
      this.policies = policies;
      this.filled = filled;
    }

    @Override
    public @Nullable Filled filled() {
      return filled;
    }

    /** Those in force, by their owners. */
    public List<PolicyVersion> policies() {
      return policies;
    }

    /** A rule in one line. */
    public String words(Rule rule) {
      return RuleWords.of(rule);
    }
  }
}
