package dev.purser.api.pages.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.policy.Policy;
import dev.purser.ledger.policies.PolicyJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one version of a policy changed of the one before, a line each. */
final class PolicyDiff {
  private PolicyDiff() {}

  static List<String> of(@Nullable Policy before, @Nullable Policy after) {
    if (after == null) {
      return List.of("deleted");
    }
    List<String> lines = new ArrayList<>();
    List<String> old = before == null ? List.of() : rules(before);
    List<String> now = rules(after);
    now.stream().filter(rule -> !old.contains(rule)).forEach(rule -> lines.add("+ " + rule));
    old.stream().filter(rule -> !now.contains(rule)).forEach(rule -> lines.add("− " + rule));
    if (before != null) {
      lines.addAll(fields(PolicyJson.write(before), PolicyJson.write(after)));
    }
    return lines.isEmpty() ? List.of("nothing changed") : lines;
  }

  private static List<String> fields(ObjectNode before, ObjectNode after) {
    List<String> lines = new ArrayList<>();
    ObjectNode all = before.deepCopy();
    all.setAll(after);
    all.fieldNames()
        .forEachRemaining(
            name -> {
              JsonNode old = before.path(name);
              JsonNode now = after.path(name);
              if (!name.equals("rules") && !old.equals(now)) {
                lines.add(name + ": " + text(old) + " → " + text(now));
              }
            });
    return lines;
  }

  private static String text(JsonNode value) {
    if (!value.isArray()) {
      return value.asText();
    }
    List<String> parts = new ArrayList<>();
    value.forEach(part -> parts.add(part.asText()));
    return String.join(" ", parts);
  }

  private static List<String> rules(Policy policy) {
    return policy.rules().stream().map(RuleWords::of).toList();
  }
}
