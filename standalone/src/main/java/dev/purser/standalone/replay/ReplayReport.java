package dev.purser.standalone.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;

/** A replay's outcome as JSON, for scripts. */
final class ReplayReport {
  private ReplayReport() {}

  static ObjectNode json(String agent, String model, Trace trace, Replay.Outcome outcome) {
    ObjectNode json = PurserClient.object();
    json.put("agent", agent);
    json.put("model", model);
    json.put("requests", trace.requests().size());
    json.put("sent", outcome.sent());
    json.put("intents", outcome.intents());
    json.put("total_usd", outcome.totalUsd());
    json.put("ledger_usd", outcome.ledgerUsd());
    json.put("shifted_seconds", outcome.shift().toSeconds());
    json.put("took_ms", outcome.took().toMillis());
    outcome
        .quarters()
        .forEach(
            (quarter, cost) ->
                json.withArray("/quarters")
                    .addObject()
                    .put("at", quarter.minus(outcome.shift()).toString())
                    .put("cost_usd", cost));
    Replay.Stop stop = outcome.stop();
    if (stop != null) {
      json.putObject("stop")
          .put("request", stop.number())
          .put("at", stop.at().toString())
          .put("spent_usd", stop.spentUsd())
          .put("directive", stop.directive())
          .put("reason", stop.reason());
    }
    return json;
  }
}
