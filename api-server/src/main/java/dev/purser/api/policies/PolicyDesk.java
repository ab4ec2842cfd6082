package dev.purser.api.policies;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.api.auth.Caller;
import dev.purser.api.channels.ChannelDesk;
import dev.purser.api.http.Body;
import dev.purser.api.http.Futures;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.Wire;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Page;
import dev.purser.ledger.intake.Request;
import dev.purser.ledger.policies.Owner;
import dev.purser.ledger.policies.PolicyRequest;
import dev.purser.ledger.policies.PolicyVersion;
import dev.purser.ledger.preview.AtOnce;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done with a policy, whoever has it; what is already spent is judged at once. */
public final class PolicyDesk {
  private static final int AT_ONCE = 500;

  private final Ledger ledger;
  private final ChannelDesk channels;
  private final ZoneId zone;

  /**
   * @param zone whose calendar holds where a policy names none
   */
  public PolicyDesk(Ledger ledger, ChannelDesk channels, ZoneId zone) {
    this.ledger = ledger;
    this.channels = channels;
    this.zone = zone;
  }

  Response get(Owner owner) {
    return answer(
        ledger
            .policies()
            .get(owner)
            .orElseThrow(
                () ->
                    ProblemException.notFound(
                        "policy_not_found", owner + " has no policy of its own")));
  }

  Response put(Owner owner, @Nullable Body body, @Nullable String ifMatch, Caller caller) {
    return answer(save(owner, Body.of(body).json(), version(ifMatch), caller.name()));
  }

  /**
   * Writes a new version.
   *
   * @param body as a request has it
   * @param ifMatch the version it replaces, 0 for none; null: whichever there is
   */
  public PolicyVersion save(Owner owner, ObjectNode body, @Nullable Long ifMatch, String actor) {
    return save(PolicyRequest.parse(owner, body, zone), ifMatch, actor);
  }

  /** Writes a policy as it is, as a new version; {@code ifMatch} as above. */
  public PolicyVersion save(Policy policy, @Nullable Long ifMatch, String actor) {
    requireReachable(policy.rules());
    PolicyVersion written = ledger.policies().put(policy, ifMatch, actor);
    judge(written.owner());
    return written;
  }

  /**
   * What a policy would have done; it is set by nobody, and nothing changes.
   *
   * @param body as a request has it
   */
  public PreviewAnswer preview(Owner owner, ObjectNode body, Instant from, Instant to) {
    Policy policy = PolicyRequest.parse(owner, body, zone);
    return PreviewAnswer.of(
        policy,
        from,
        to,
        ledger.previews().run(owner, policy, from, to),
        AtOnceText.sentence(ledger.foresight().of(owner, policy)));
  }

  /**
   * What setting a policy does at once, in a sentence; empty: nothing.
   *
   * @param body as a request has it
   */
  public String atOnce(Owner owner, ObjectNode body) {
    AtOnce effect = ledger.foresight().of(owner, PolicyRequest.parse(owner, body, zone));
    return effect.isNothing() ? "" : AtOnceText.sentence(effect);
  }

  private void requireReachable(List<Rule> rules) {
    for (int i = 0; i < rules.size(); i++) {
      channels.requireReachable("rules[" + i + "].notify", rules.get(i).addressees());
    }
  }

  Response delete(Owner owner, @Nullable String ifMatch, Caller caller) {
    return answer(delete(owner, version(ifMatch), caller.name()));
  }

  /** Deletes the policy; its versions stay. */
  public PolicyVersion delete(Owner owner, @Nullable Long ifMatch, String actor) {
    PolicyVersion written = ledger.policies().delete(owner, ifMatch, actor);
    judge(owner);
    return written;
  }

  /** What is already spent counts against the new rules at once. */
  private void judge(Owner owner) {
    if (!owner.isScope()) {
      Futures.get(ledger.intake().submit(new Request.Judge(new AgentAddress(owner.value()))));
      return;
    }
    Scope scope = new Scope(owner.value());
    String after = "";
    List<AgentAddress> agents = ledger.agents().below(scope, after, AT_ONCE);
    while (!agents.isEmpty()) {
      agents.stream()
          .map(agent -> ledger.intake().submit(new Request.Judge(agent)))
          .toList()
          .forEach(Futures::get);
      after = agents.get(agents.size() - 1).value();
      agents = ledger.agents().below(scope, after, AT_ONCE);
    }
  }

  ObjectNode versions(Owner owner, int limit, @Nullable String cursor) {
    Page<PolicyVersion> page = ledger.policies().versions(owner, limit, cursor);
    ObjectNode answer = Wire.REQUESTS.createObjectNode();
    answer.put("ok", true);
    ArrayNode versions = answer.putArray("versions");
    page.items().forEach(version -> versions.add(PolicyAnswers.describe(version)));
    answer.put("next_cursor", page.next());
    return answer;
  }

  Response version(Owner owner, String number) {
    if (!number.matches("[0-9]{1,18}")) {
      throw noVersion(owner, number);
    }
    return answer(
        ledger
            .policies()
            .version(owner, Long.parseLong(number))
            .orElseThrow(() -> noVersion(owner, number)));
  }

  private static ProblemException noVersion(Owner owner, String number) {
    return ProblemException.notFound(
        "policy_not_found", "the policy of " + owner + " has no version " + number);
  }

  private static Response answer(PolicyVersion version) {
    return Response.ok(PolicyAnswers.answer(version))
        .tag(new EntityTag(Long.toString(version.version())))
        .build();
  }

  /** The version an If-Match names; null: any. */
  private static @Nullable Long version(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.isBlank() || ifMatch.strip().equals("*")) {
      return null;
    }
    String tag = ifMatch.strip().replaceFirst("^W/", "").replace("\"", "");
    if (!tag.matches("[0-9]{1,18}")) {
      throw new InvalidFieldException("If-Match", "must be the ETag of a policy, like \"3\"");
    }
    return Long.parseLong(tag);
  }
}
