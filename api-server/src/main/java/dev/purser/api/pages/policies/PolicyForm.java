package dev.purser.api.pages.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.api.pages.session.Form;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.policy.Policy;
import dev.purser.ledger.policies.PolicyJson;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A policy as a form has it: texts by field. Fields are called as requests call them, {@code
 * rules[0].limit_usd}, so that what the API says of a field stands beside it.
 */
final class PolicyForm {
  /** Fields of the policy itself that are taken as they stand. */
  private static final List<String> PLAIN =
      List.of("applies", "timezone", "in_flight", "unpriced", "offline_usd", "mode", "accept_from");

  private static final List<String> OF_RULE =
      List.of(
          "period",
          "limit_usd",
          "max_intents",
          "over_minutes",
          "action",
          "warn_at",
          "notify",
          "resume",
          "mode");

  private static final Pattern WORD = Pattern.compile("[^,;\\s]+");

  /** Commas are part of a URL, which ends at a blank; everything else ends at them too. */
  private static final Pattern ADDRESSEE = Pattern.compile("(?i:https?://)\\S+|[^,;\\s]+");

  private static final String BURN = "burn";

  private final Map<String, String> fields;
  private final List<Map<String, String>> rules;

  private PolicyForm(Map<String, String> fields, List<Map<String, String>> rules) {
    this.fields = fields;
    this.rules = rules;
  }

  /** What someone filled in; a rule whose removal was asked for is left out. */
  static PolicyForm of(Form form, @Nullable Integer without) {
    Map<String, String> fields = new LinkedHashMap<>();
    PLAIN.forEach(name -> fields.put(name, form.textOrEmpty(name)));
    List<Map<String, String>> rules = new ArrayList<>();
    for (int i = 0; form.has("rules[" + i + "].period"); i++) {
      String at = "rules[" + i + "].";
      if (without == null || without != i) {
        Map<String, String> rule = new LinkedHashMap<>();
        OF_RULE.forEach(name -> rule.put(name, form.textOrEmpty(at + name)));
        rules.add(rule);
      }
    }
    return new PolicyForm(fields, rules);
  }

  /** The form of a policy in force; of none, with its defaults. */
  static PolicyForm of(@Nullable Policy policy) {
    if (policy == null) {
      return new PolicyForm(new LinkedHashMap<>(), new ArrayList<>()).plusRule();
    }
    ObjectNode body = PolicyJson.write(policy);
    Map<String, String> fields = new LinkedHashMap<>();
    PLAIN.forEach(name -> fields.put(name, text(body.get(name))));
    List<Map<String, String>> rules = new ArrayList<>();
    body.path("rules").forEach(rule -> rules.add(rule(rule)));
    return new PolicyForm(fields, rules);
  }

  private static Map<String, String> rule(JsonNode json) {
    Map<String, String> rule = new LinkedHashMap<>();
    OF_RULE.forEach(name -> rule.put(name, text(json.get(name))));
    if (text(json.get("when")).equals(BURN)) {
      rule.put("period", BURN);
      rule.put("limit_usd", text(json.get("usd_per_hour")));
    }
    return rule;
  }

  private static String text(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return "";
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(JsonNode::asText)
          .collect(Collectors.joining(" "));
    }
    return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
  }

  /** With one more rule to fill in. */
  PolicyForm plusRule() {
    Map<String, String> rule = new LinkedHashMap<>();
    OF_RULE.forEach(name -> rule.put(name, ""));
    rule.put("period", "day");
    rule.put("action", "pause");
    rule.put("warn_at", "80");
    rules.add(rule);
    return this;
  }

  /** What a request would say. */
  ObjectNode json(boolean ofScope) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    for (String name : PLAIN) {
      String text = field(name);
      if (!text.isEmpty() && (ofScope || !name.equals("applies"))) {
        plain(body, name, text);
      }
    }
    ArrayNode list = body.putArray("rules");
    for (int i = 0; i < rules.size(); i++) {
      list.add(json(rules.get(i), "rules[" + i + "]."));
    }
    return body;
  }

  private static void plain(ObjectNode body, String name, String text) {
    if (name.equals("accept_from")) {
      ArrayNode senders = body.putArray(name);
      parts(WORD, text).forEach(senders::add);
    } else {
      body.put(name, text);
    }
  }

  private static ObjectNode json(Map<String, String> rule, String at) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    boolean burn = BURN.equals(rule.get("period"));
    if (burn) {
      json.put("when", BURN);
      put(json, "usd_per_hour", rule.getOrDefault("limit_usd", ""));
      put(json, "over_minutes", rule.getOrDefault("over_minutes", ""));
    } else {
      put(json, "period", rule.getOrDefault("period", ""));
      put(json, "limit_usd", rule.getOrDefault("limit_usd", ""));
      put(json, "max_intents", rule.getOrDefault("max_intents", ""));
      putPercents(json.putArray("warn_at"), rule.getOrDefault("warn_at", ""));
    }
    put(json, "action", rule.getOrDefault("action", ""));
    putAddressees(json.putArray("notify"), rule.getOrDefault("notify", ""), at + "notify");
    put(json, "resume", rule.getOrDefault("resume", ""));
    put(json, "mode", rule.getOrDefault("mode", ""));
    return json;
  }

  /** Counts and per cents are numbers where they look like it: else the API says what they are. */
  private static void put(ObjectNode json, String name, String text) {
    if (text.matches("[0-9]{1,19}") && !name.endsWith("usd") && !name.equals("usd_per_hour")) {
      json.put(name, new BigInteger(text));
    } else if (!text.isEmpty()) {
      json.put(name, text);
    }
  }

  private static void putPercents(ArrayNode list, String text) {
    for (String part : parts(WORD, text)) {
      if (part.matches("[0-9]{1,9}")) {
        list.add(Integer.parseInt(part));
      } else {
        list.add(part);
      }
    }
  }

  private static void putAddressees(ArrayNode list, String text, String field) {
    for (String part : parts(ADDRESSEE, text)) {
      if (part.endsWith(",") || part.endsWith(";")) {
        throw new InvalidFieldException(
            field,
            "must have nothing but a blank after a URL, whose commas are part of it: " + part);
      }
      list.add(part);
    }
  }

  private static List<String> parts(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).toList();
  }

  /** A field of the policy itself. */
  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** The rules, field by field. */
  List<Map<String, String>> rules() {
    return rules;
  }

  /** Which rule a form's button is about; null: none. */
  static @Nullable Integer index(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,3}") ? Integer.valueOf(text) : null;
  }
}
