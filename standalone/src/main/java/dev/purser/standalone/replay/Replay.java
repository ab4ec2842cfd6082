package dev.purser.standalone.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.CommandError;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Target;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Sends a trace to a Purser, request by request as an agent would, and keeps what it answered. */
public final class Replay {
  private static final long QUARTER_SECONDS = 900;
  private static final int CONFLICT = 409;

  private final PurserClient client;
  private final Clock clock;
  private final String agent;
  private final String model;
  private final double speed;

  /**
   * @param agent the address that the requests are counted for
   * @param speed how many times faster than in the trace; 0: as fast as answers come
   */
  public Replay(PurserClient client, Clock clock, String agent, String model, double speed) {
    this.client = client;
    this.clock = clock;
    this.agent = agent;
    this.model = model;
    this.speed = speed;
  }

  /**
   * What became of it.
   *
   * @param quarters cost in USD by quarter of an hour, as {@code occurred_at} places it
   * @param stop where a policy stopped it; null if none did
   * @param took wall-clock time of the sending
   */
  public record Outcome(
      int sent,
      int intents,
      BigDecimal totalUsd,
      BigDecimal ledgerUsd,
      TreeMap<Instant, BigDecimal> quarters,
      @Nullable Stop stop,
      Duration shift,
      Duration took) {}

  /**
   * The request that was told to stop.
   *
   * @param number counted from 1
   * @param at its time in the trace
   * @param spentUsd in all, this request included
   */
  public record Stop(
      int number, Instant at, BigDecimal spentUsd, String directive, String reason) {}

  /** Sends bursts, each as one tracked task, until the end or until told to stop. */
  public Outcome run(Trace trace, Duration gap, IntConsumer progress) {
    Duration shift = trace.shiftTo(clock.instant());
    return new Run(trace, shift, progress).send(trace.bursts(gap));
  }

  private final class Run {
    private final String name = UUID.randomUUID().toString().substring(0, 8);
    private final TreeMap<Instant, BigDecimal> quarters = new TreeMap<>();
    private final Instant started = clock.instant();
    private final Instant firstAt;
    private final Duration shift;
    private final IntConsumer progress;
    private BigDecimal total = BigDecimal.ZERO;
    private int sent;
    private int intents;

    Run(Trace trace, Duration shift, IntConsumer progress) {
      this.firstAt = trace.first();
      this.shift = shift;
      this.progress = progress;
    }

    Outcome send(List<List<Trace.Request>> bursts) {
      Stop stop = null;
      for (List<Trace.Request> burst : bursts) {
        intents++;
        stop = sendBurst(burst);
        if (stop != null) {
          break;
        }
      }
      Duration took = Duration.between(started, clock.instant());
      return new Outcome(sent, intents, total, ledgerTotal(), quarters, stop, shift, took);
    }

    private @Nullable Stop sendBurst(List<Trace.Request> burst) {
      BigDecimal before = BigDecimal.ZERO;
      String intent = "";
      for (Trace.Request request : burst) {
        keepPace(request);
        JsonNode answer = client.post("/v1/mesh/metrics", report(request));
        intent = answer.path("intent_id").asText();
        // What the intent's total grew by is what this request cost: exact, and priced by Purser.
        BigDecimal after = amount(answer, "intent_cost_usd");
        count(request, after.subtract(before));
        before = after;
        String directive = answer.path("directive").asText();
        if (!directive.equals("CONTINUE")) {
          return new Stop(sent, request.at(), total, directive, reason(answer));
        }
      }
      resolve(intent);
      return null;
    }

    private ObjectNode report(Trace.Request request) {
      ObjectNode report = PurserClient.object();
      report.put("report_id", "replay-" + name + "-" + (sent + 1));
      report.put("agent", agent);
      report.put("task", "replay " + name + " burst " + intents);
      report.put("model", model);
      report.put("tokens_in", request.tokensIn());
      report.put("tokens_out", request.tokensOut());
      report.put("occurred_at", request.at().plus(shift).toString());
      return report;
    }

    private void count(Trace.Request request, BigDecimal cost) {
      sent++;
      total = total.add(cost);
      long second = request.at().plus(shift).getEpochSecond();
      Instant quarter =
          Instant.ofEpochSecond(Math.floorDiv(second, QUARTER_SECONDS) * QUARTER_SECONDS);
      quarters.merge(quarter, cost, BigDecimal::add);
      progress.accept(sent);
    }

    private void keepPace(Trace.Request request) {
      if (speed <= 0) {
        return;
      }
      double millis = Duration.between(firstAt, request.at()).toMillis() / speed;
      long ahead =
          Duration.between(clock.instant(), started.plusMillis(Math.round(millis))).toMillis();
      try {
        Thread.sleep(Math.max(0, ahead));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandError("interrupted", e);
      }
    }

    private void resolve(String intent) {
      ObjectNode completed = PurserClient.object();
      completed.put("status", "COMPLETED");
      completed.putObject("result");
      PurserClient.Reply reply =
          client.exchange("POST", Target.intentPath(intent) + "/resolve", completed, Map.of());
      // A conflict: an earlier try had ended it, and its answer was lost.
      if (!reply.ok() && reply.status() != CONFLICT) {
        throw new CommandError(reply.problem());
      }
    }

    private BigDecimal ledgerTotal() {
      Instant first = quarters.firstKey();
      Instant end = quarters.lastKey().plusSeconds(QUARTER_SECONDS);
      return amount(
          client.get(
              "/v1/reports/models"
                  + PurserClient.query(Map.of("agent", agent, "from", first, "to", end))),
          "total_usd");
    }
  }

  private static BigDecimal amount(JsonNode answer, String field) {
    JsonNode amount = answer.path(field);
    if (!amount.isNumber()) {
      throw new CommandError("the answer has no " + field + ": " + answer);
    }
    return amount.decimalValue();
  }

  private static String reason(JsonNode answer) {
    JsonNode parkedBy = answer.path("intents").path(0).path("parked_by");
    return parkedBy.path("reason").asText("a limit is reached");
  }
}
