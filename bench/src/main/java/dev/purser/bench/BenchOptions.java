package dev.purser.bench;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** What every benchmark can be told. */
final class BenchOptions {
  @Option(
      names = "--connections",
      split = ",",
      defaultValue = "1,32,200",
      description = "How many connections at once (default: ${DEFAULT-VALUE}).")
  private List<Integer> connections = List.of();

  @Option(
      names = "--intents",
      split = ",",
      defaultValue = "50,1000",
      description = "Over how many intents (default: ${DEFAULT-VALUE}).")
  private List<Integer> intents = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long each measurement runs after its warm-up (default: ${DEFAULT-VALUE}).")
  private int seconds;

  List<Integer> connections() {
    return connections;
  }

  List<Integer> intents() {
    return intents;
  }

  Duration duration() {
    return Duration.ofSeconds(seconds);
  }
}
