package dev.purser.api;

import dev.purser.ledger.keys.ApiKey.Role;
import java.util.List;

/**
 * One call of the API, as its documentation names it and as it is tried.
 *
 * @param template the path in the OpenAPI document
 * @param path what is sent, with {@code AGENT} and {@code INTENT} to be filled in
 * @param least the least role that may; null: no key is needed
 * @param ofAgent whether it is about one agent, whose key alone may then
 */
record Call(String method, String template, String path, String body, Role least, boolean ofAgent) {
  /** An id that nothing has. */
  static final String NOBODY = "00000000-0000-4000-8000-000000000000";

  private static final String REPORT = "{\"agent\":\"AGENT\",\"cost_usd\":0.01}";
  private static final String POLICY =
      "{\"rules\":[{\"period\":\"month\",\"limit_usd\":900,\"action\":\"alert\"}]}";
  private static final String PRICE =
      "{\"model\":\"nobodys\",\"effective_from\":\"2026-01-01T00:00:00Z\","
          + "\"input\":1,\"output\":\"2.5\"}";

  private static final String AT = "/v1/mesh/agents/";
  private static final String ELSEWHERE = "{\"scope\":\"agent://elsewhere/*\"}";

  static final List<Call> ALL =
      List.of(
          open("GET", "/health"),
          open("GET", "/openapi.json"),
          agent("POST", "/v1/mesh/metrics", REPORT),
          agent("POST", "/v1/mesh/heartbeat", "{\"agent\":\"AGENT\"}"),
          agent("POST", "/v1/mesh/authorizations", "{\"agent\":\"AGENT\",\"estimate_usd\":0.01}"),
          ofIntent("POST", "/authorizations", "{\"estimate_usd\":0.01}"),
          loose(
              "POST", "/v1/mesh/authorizations/{authorization_id}/extend", NOBODY, "", Role.AGENT),
          loose("DELETE", "/v1/mesh/authorizations/{authorization_id}", NOBODY, null, Role.AGENT),
          new Call(
              "POST",
              "/v1/intents",
              "/v1/intents",
              "{\"intent_type\":\"a.b.v1\",\"correlation_id\":\""
                  + NOBODY
                  + "\",\"to_agent\":\"AGENT\",\"payload\":{}}",
              Role.AGENT,
              // Agents of one organisation send each other intents: TestSending.
              false),
          loose("GET", "/v1/intents", "", null, Role.AGENT),
          ofIntent("GET", "", null),
          ofIntent("GET", "/events", null),
          ofIntent("GET", "/events/stream", null),
          ofIntent("GET", "/directive", null),
          ofIntent("GET", "/why", null),
          ofIntent("GET", "/grants", null),
          ofIntent("POST", "/progress", "{\"status\":\"IN_PROGRESS\"}"),
          ofIntent("POST", "/pause", ""),
          ofIntent("POST", "/kill", ""),
          ofIntent("POST", "/policy", "{\"limit_usd\":1}"),
          ofIntent("POST", "/resolve", "{\"status\":\"COMPLETED\"}"),
          ofIntent("POST", "/resume", "{\"action\":\"complete\"}"),
          operator("POST", "/v1/intents/{id}/resume", "/v1/intents/INTENT/resume", "{}"),
          operator("POST", "/v1/intents/{id}/controls", "/v1/intents/INTENT/controls", "{}"),
          operator("POST", "/v1/intents/{id}/grants", "/v1/intents/INTENT/grants", "{\"usd\":1}"),
          operator(
              "DELETE",
              "/v1/intents/{id}/grants/{grant_id}",
              "/v1/intents/INTENT/grants/" + NOBODY,
              null),
          new Call(
              "GET",
              "/v1/agents/{agent}/intents/stream",
              "/v1/agents/AGENT/intents/stream?wait_seconds=1",
              null,
              Role.AGENT,
              true),
          ofAgent("GET", "", null, Role.AGENT),
          ofAgent("GET", "/why", null, Role.AGENT),
          ofAgent("GET", "/grants", null, Role.AGENT),
          ofAgent("GET", "/policies/cost", null, Role.AGENT),
          ofAgent("GET", "/policies/cost/versions", null, Role.AGENT),
          new Call(
              "GET",
              AT + "{agent}/policies/cost/versions/{version}",
              AT + "AGENT/policies/cost/versions/1",
              null,
              Role.AGENT,
              true),
          ofAgent("PUT", "/policies/cost", POLICY, Role.ADMIN),
          ofAgent("DELETE", "/policies/cost", null, Role.ADMIN),
          operator(
              "POST",
              AT + "{agent}/policies/cost/preview",
              AT + "AGENT/policies/cost/preview",
              POLICY),
          operator(
              "POST",
              "/v1/mesh/policies/cost/preview",
              "/v1/mesh/policies/cost/preview?scope=agent://elsewhere/*",
              POLICY),
          ofAgent("POST", "/pause", "", Role.OPERATOR),
          ofAgent("POST", "/kill", "", Role.OPERATOR),
          ofAgent("POST", "/resume", "", Role.OPERATOR),
          ofAgent("POST", "/grants", "{\"usd\":1,\"period\":\"day\"}", Role.OPERATOR),
          operator("DELETE", AT + "{agent}/grants/{grant_id}", AT + "AGENT/grants/" + NOBODY, null),
          operator("GET", "/v1/mesh/agents", "/v1/mesh/agents", null),
          operator("GET", "/v1/mesh/events", "/v1/mesh/events", null),
          operator("POST", "/v1/mesh/pause", "/v1/mesh/pause", ELSEWHERE),
          operator("POST", "/v1/mesh/kill", "/v1/mesh/kill", ELSEWHERE),
          operator("POST", "/v1/mesh/resume", "/v1/mesh/resume", ELSEWHERE),
          admin(
              "POST",
              "/v1/mesh/corrections",
              "",
              "{\"agent\":\"AGENT\",\"amount_usd\":-0.001,\"reason\":\"test\"}"),
          operator(
              "GET",
              "/v1/mesh/policies/cost",
              "/v1/mesh/policies/cost?scope=agent://elsewhere/*",
              null),
          operator(
              "GET",
              "/v1/mesh/policies/cost/versions",
              "/v1/mesh/policies/cost/versions?scope=agent://elsewhere/*",
              null),
          operator(
              "GET",
              "/v1/mesh/policies/cost/versions/{version}",
              "/v1/mesh/policies/cost/versions/1?scope=agent://elsewhere/*",
              null),
          admin("PUT", "/v1/mesh/policies/cost", "?scope=agent://elsewhere/*", POLICY),
          admin("DELETE", "/v1/mesh/policies/cost", "?scope=agent://elsewhere/*", null),
          loose("GET", "/v1/prices", "", null, Role.AGENT),
          operator("GET", "/v1/prices/unpriced", "/v1/prices/unpriced", null),
          operator("GET", "/v1/prices/reposting", "/v1/prices/reposting", null),
          admin("POST", "/v1/prices", "", PRICE),
          operator("GET", "/v1/reports/agents", "/v1/reports/agents", null),
          new Call(
              "GET",
              "/v1/reports/trends",
              "/v1/reports/trends?agent=AGENT",
              null,
              Role.AGENT,
              true),
          new Call(
              "GET",
              "/v1/reports/costs",
              "/v1/reports/costs?agent=AGENT&group_by=model",
              null,
              Role.AGENT,
              true),
          new Call(
              "GET",
              "/v1/reports/models",
              "/v1/reports/models?agent=AGENT",
              null,
              Role.AGENT,
              true),
          new Call(
              "GET",
              "/v1/reports/what-if",
              "/v1/reports/what-if?agent=AGENT&from_model=gpt-4&to_model=gpt-4o",
              null,
              Role.AGENT,
              true),
          operator("GET", "/v1/alerts", "/v1/alerts", null),
          operator("POST", "/v1/alerts/{alert_id}/acknowledge", "/v1/alerts/999/acknowledge", ""),
          admin(
              "POST",
              "/v1/channels",
              "",
              "{\"name\":\"x\",\"type\":\"email\",\"target\":\"ops@company.com\"}"),
          admin("GET", "/v1/channels", "", null),
          loose("POST", "/v1/channels/{name}/test", "nobody", null, Role.ADMIN),
          loose("DELETE", "/v1/channels/{name}", "nobody", null, Role.ADMIN),
          admin("POST", "/v1/keys", "", "{\"name\":\"x\",\"role\":\"operator\"}"),
          admin("GET", "/v1/keys", "", null),
          new Call("DELETE", "/v1/keys/{key_id}", "/v1/keys/" + NOBODY, null, Role.ADMIN, false));

  private static Call open(String method, String path) {
    return new Call(method, path, path, null, null, false);
  }

  private static Call agent(String method, String path, String body) {
    return new Call(method, path, path, body, Role.AGENT, true);
  }

  private static Call loose(String method, String template, String id, String body, Role least) {
    String path = template.replaceFirst("\\{[a-z_]+\\}", id);
    return new Call(method, template, path, body, least, false);
  }

  private static Call ofIntent(String method, String end, String body) {
    String query = end.equals("/directive") || end.endsWith("stream") ? "?wait_seconds=1" : "";
    return new Call(
        method,
        "/v1/intents/{id}" + end,
        "/v1/intents/INTENT" + end + query,
        body,
        Role.AGENT,
        true);
  }

  private static Call ofAgent(String method, String end, String body, Role least) {
    return new Call(method, AT + "{agent}" + end, AT + "AGENT" + end, body, least, true);
  }

  private static Call operator(String method, String template, String path, String body) {
    return new Call(method, template, path, body, Role.OPERATOR, false);
  }

  private static Call admin(String method, String template, String query, String body) {
    return new Call(method, template, template + query, body, Role.ADMIN, false);
  }

  /** Its name, by method and documented path. */
  String operation() {
    return method + " " + template;
  }

  Call withBody(String other) {
    return new Call(method, template, path, other, least, ofAgent);
  }

  /** What is sent for this agent and one of its intents. */
  Call with(String agent, String intent) {
    return new Call(
        method,
        template,
        path.replace("AGENT", agent).replace("INTENT", intent),
        body == null ? null : body.replace("AGENT", agent).replace("INTENT", intent),
        least,
        ofAgent);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
