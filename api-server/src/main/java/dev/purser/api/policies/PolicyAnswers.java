package dev.purser.api.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.api.http.Wire;
import dev.purser.domain.policy.Policy;
import dev.purser.ledger.policies.PolicyJson;
import dev.purser.ledger.policies.PolicyVersion;
import org.jspecify.annotations.Nullable;

/** Policies as answers show them: all said, defaults included. */
public final class PolicyAnswers {
  private PolicyAnswers() {}

  /** The policy alone; null of one that was deleted. */
  public static @Nullable JsonNode policy(@Nullable PolicyVersion version) {
    return version == null || version.policy() == null ? null : describe(version);
  }

  /** The whole answer: the policy at the top, under {@code policy} for AXME's clients as well. */
  static ObjectNode answer(PolicyVersion version) {
    ObjectNode answer = Wire.REQUESTS.createObjectNode();
    answer.put("ok", true);
    answer.setAll(describe(version));
    answer.set("policy", describe(version));
    return answer;
  }

  static ObjectNode describe(PolicyVersion version) {
    ObjectNode json = Wire.REQUESTS.createObjectNode();
    Policy policy = version.policy();
    json.put(version.owner().isScope() ? "scope" : "agent", version.owner().value());
    json.put("version", version.version());
    json.put("status", policy == null ? "deleted" : "active");
    if (policy != null) {
      ObjectNode body = PolicyJson.write(policy);
      if (!version.owner().isScope()) {
        body.remove("applies");
      }
      json.setAll(body);
    }
    json.put("actor", version.actor());
    json.put("created_at", version.createdAt().toString());
    return json;
  }
}
