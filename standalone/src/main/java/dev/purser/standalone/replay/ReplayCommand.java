package dev.purser.standalone.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.Connection;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Table;
import dev.purser.standalone.client.Target;
import dev.purser.standalone.client.Terminal;
import dev.purser.standalone.setup.PolicyFile;
import dev.purser.standalone.up.ThrowAway;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code purser replay FILE.csv --model NAME}: what a trace of real requests costs, and where it
 * stops.
 */
@Command(
    name = "replay",
    description =
        "Runs a trace of real requests through Purser: what it costs, and where a policy stops it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "FILE has the columns TIMESTAMP,ContextTokens,GeneratedTokens (times in UTC). Requests with short pauses between",
      "them are one intent. Without a running Purser it starts one on a throw-away data directory."
    })
public final class ReplayCommand implements Runnable {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int PROGRESS_EACH = 100;

  @Parameters(paramLabel = "FILE.csv", description = "The trace.")
  private Path file = Path.of("");

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME",
      description = "The model whose prices hold.")
  private String model = "";

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "A policy to run it under, as the API takes it.")
  private @Nullable String policy;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "N times as fast as it was. Default: as fast as answers come.")
  private double speed;

  @Option(
      names = "--gap",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "A longer pause than this ends an intent. Default: ${DEFAULT-VALUE}")
  private double gap = 2;

  @Option(
      names = "--agent",
      paramLabel = "ADDRESS",
      description = "The agent it is counted for. Default: a new one, agent://replay/TIME.")
  private @Nullable String agent;

  @Mixin private Connection connection = new Connection();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    Trace trace = Trace.read(file);
    ObjectNode rules = policy == null ? null : PolicyFile.read(policy);
    if (connection.isRunning()) {
      replay(connection.client(), trace, rules);
    } else {
      err().println("purser: no Purser runs here; starting one on a throw-away data directory …");
      err().flush();
      try (ThrowAway purser = ThrowAway.start()) {
        replay(purser.client(), trace, rules);
      }
    }
  }

  private void replay(PurserClient client, Trace trace, @Nullable ObjectNode rules) {
    String address =
        agent == null
            ? "agent://replay/"
                + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC)
                    .format(Clock.systemUTC().instant())
            : Target.address(agent);
    if (rules != null) {
      client.put(Target.agentPath(address) + "/policies/cost", rules);
    }
    Replay replay = new Replay(client, Clock.systemUTC(), address, model, speed);
    int requests = trace.requests().size();
    Replay.Outcome outcome =
        replay.run(
            trace, Duration.ofMillis(Math.round(gap * 1_000)), sent -> progress(sent, requests));
    if (connection.json()) {
      out().println(ReplayReport.json(address, model, trace, outcome).toPrettyString());
    } else {
      out().print(text(address, trace, outcome));
    }
    out().flush();
  }

  private void progress(int sent, int requests) {
    if (Terminal.isThere() && (sent % PROGRESS_EACH == 0 || sent == requests)) {
      err().printf("\r%,d of %,d requests%s", sent, requests, sent == requests ? "\r\033[K" : "");
      err().flush();
    }
  }

  private String text(String address, Trace trace, Replay.Outcome outcome) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%,d requests to %s from %s to %s UTC, as %s%n"
            .formatted(
                trace.requests().size(),
                model,
                SECOND.format(trace.first()),
                SECOND.format(trace.last()),
                address));
    if (!outcome.shift().isZero()) {
      text.append(
          "Purser places costs at most 35 days back, so every time is moved by %,d quarters of an hour; the first is now %s UTC.%n"
              .formatted(
                  outcome.shift().dividedBy(Duration.ofMinutes(15)),
                  SECOND.format(trace.first().plus(outcome.shift()))));
    }
    Table table = new Table("QUARTER (UTC, AS IT WAS)", "COST");
    outcome
        .quarters()
        .forEach(
            (quarter, cost) ->
                table.row(MINUTE.format(quarter.minus(outcome.shift())), Show.usd(cost)));
    text.append('\n').append(table.render(""));
    text.append(
        "%nIn all %s for %,d requests in %,d intents. The ledger says %s.%n"
            .formatted(
                outcome.totalUsd().toPlainString() + " USD",
                outcome.sent(),
                outcome.intents(),
                outcome.ledgerUsd().compareTo(outcome.totalUsd()) == 0
                    ? "the same"
                    : outcome.ledgerUsd().toPlainString() + " USD"));
    Replay.Stop stop = outcome.stop();
    if (stop != null) {
      text.append(
          "Stopped (%s) at request %,d of %,d, %s UTC in the trace, at %s: %s%n"
              .formatted(
                  stop.directive(),
                  stop.number(),
                  trace.requests().size(),
                  SECOND.format(stop.at()),
                  Show.usd(stop.spentUsd()),
                  stop.reason()));
    }
    text.append(
        "%,.1f s, %,.0f requests a second over one connection, each answered when it was on disk.%n"
            .formatted(
                outcome.took().toMillis() / 1000.0,
                outcome.sent() * 1000.0 / Math.max(1, outcome.took().toMillis())));
    return text.toString();
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
