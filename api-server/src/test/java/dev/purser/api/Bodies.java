package dev.purser.api;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** More bodies for the table of calls: with the fields that are read only beside others. */
final class Bodies {
  static final String POLICY =
      """
      {"rules": [{"period": "day", "limit_usd": "0.05", "action": "pause", "warn_at": [50],
                  "notify": ["ops@example.com"], "resume": "next_period", "mode": "enforce"},
                 {"period": "intent", "limit_usd": 20, "action": "block"},
                 {"period": "hour", "max_intents": 1000, "action": "alert"}],
       "timezone": "Europe/Berlin", "in_flight": "finish", "unpriced": "allow",
       "offline_usd": 0.1, "mode": "enforce"}
      """;

  private static final Map<String, List<String>> MORE =
      Map.of(
          "POST /v1/mesh/metrics",
          List.of(
              """
              {"agent": "AGENT", "model": "gpt-4o", "tokens_in": 1000, "tokens_out": 100,
               "metadata": {"k": 1}, "attempt": 1,
               "next": {"model": "gpt-4o", "tokens_in": 1000, "max_tokens_out": 1}}
              """,
              """
              {"reports": [{"agent": "AGENT", "cost_usd": "0.06"},
                           {"agent": "AGENT", "cost_usd": -1}]}
              """),
          "POST /v1/mesh/authorizations",
          List.of(
              """
              {"agent": "AGENT", "model": "gpt-4o", "provider": "openai", "tokens_in": 1000,
               "max_tokens_out": 10, "probe": true}
              """),
          "POST /v1/intents/{id}/authorizations",
          List.of(
              """
              {"model": "gpt-4o", "tokens_in": 1000, "max_tokens_out": 10}
              """),
          "POST /v1/mesh/heartbeat",
          List.of(
              """
              {"agent": "AGENT",
               "metrics": {"cost_usd": 0.001, "llm_calls": 2, "avg_latency_ms": 1.5}}
              """),
          "POST /v1/intents/{id}/progress",
          List.of(
              """
              {"status": "IN_PROGRESS", "checkpoint": {"step": 1}, "seq": 7}
              """),
          "POST /v1/intents/{id}/resolve",
          List.of(
              """
              {"status": "FAILED", "error": {"code": 1}, "result": [1]}
              """),
          "PUT /v1/mesh/agents/{agent}/policies/cost",
          List.of(
              """
              {"max_cost_per_day_usd": 5, "action_on_breach": "require_approval"}
              """,
              POLICY));

  private Bodies() {}

  /** Those that the call may have beside its own. */
  static List<String> more(Call call) {
    return MORE.getOrDefault(call.operation(), List.of());
  }

  /** All of them, and an empty one. */
  static List<String> all(Call call) {
    return Stream.concat(Stream.of("{}", call.body()), more(call).stream())
        .filter(body -> !body.isEmpty())
        .toList();
  }
}
