package dev.purser.bench;

import dev.purser.standalone.up.ThrowAway;
import java.util.List;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What passes a backlog of tasks that wait for a workflow, and how a stop of them all goes on. */
@Command(
    name = "lanes",
    mixinStandardHelpOptions = true,
    description =
        "Kills and new intents while thousands of tasks wait for a workflow, and the kill of the"
            + " agent that has them; beside the same without a backlog.")
final class LanesBench implements Callable<Integer> {
  @Option(
      names = "--servers",
      split = ",",
      defaultValue = "embedded,dev",
      description = "Temporal servers, each on its own (default: ${DEFAULT-VALUE}).")
  private List<String> servers = List.of();

  @Option(
      names = "--tasks",
      defaultValue = "10000",
      description = "How many tasks wait for a workflow (default: ${DEFAULT-VALUE}).")
  private int tasks;

  @Option(
      names = "--times",
      defaultValue = "100",
      description = "How many kills and how many new intents (default: ${DEFAULT-VALUE}).")
  private int times;

  @Override
  public Integer call() throws Exception {
    for (String server : servers) {
      try (ThrowAway purser = ThrowAway.start(options -> options.withTemporal(server))) {
        System.out.printf(
            "%s, Java %s, %d processors%n",
            purser.purser().temporal().description(),
            Runtime.version(),
            Runtime.getRuntime().availableProcessors());
        measure(new Lanes(purser));
      }
    }
    return 0;
  }

  private void measure(Lanes lanes) throws Exception {
    lanes.warm();
    System.out.printf(
        "%-9s %8s %11s %11s %11s %11s %11s %11s%n",
        "waiting",
        "after",
        "kill p50",
        "kill p99",
        "told p50",
        "told p99",
        "intent p50",
        "intent p99");
    row(lanes);
    lanes.open(tasks);
    row(lanes);
    lanes.killAll(
        (seconds, progress) ->
            System.out.printf(
                "%5.1f s after the kill: %d of %d tasks have yet to stop%n",
                seconds, progress.stopping(), tasks));
  }

  private void row(Lanes lanes) throws Exception {
    long before = lanes.waiting();
    Histogram kills = new Histogram(Lanes.HIGHEST_MICROS, 3);
    Histogram told = new Histogram(Lanes.HIGHEST_MICROS, 3);
    Histogram intents = new Histogram(Lanes.HIGHEST_MICROS, 3);
    for (int i = 0; i < times; i++) {
      intents.recordValue(lanes.deliver());
      Lanes.Killed killed = lanes.kill();
      kills.recordValue(killed.force());
      told.recordValue(killed.told());
    }
    System.out.printf(
        "%-9d %8d %8.1f ms %8.1f ms %8.1f ms %8.1f ms %8.1f ms %8.1f ms%n",
        before,
        lanes.waiting(),
        kills.getValueAtPercentile(50) / 1e3,
        kills.getValueAtPercentile(99) / 1e3,
        told.getValueAtPercentile(50) / 1e3,
        told.getValueAtPercentile(99) / 1e3,
        intents.getValueAtPercentile(50) / 1e3,
        intents.getValueAtPercentile(99) / 1e3);
  }
}
