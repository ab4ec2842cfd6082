package dev.purser.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks; each prints its figures beside a baseline of the same run. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = {ReportsBench.class, LifecyclesBench.class, PagesBench.class, LanesBench.class},
    description = "Measures Purser on this machine, each figure beside a baseline of the same run.")
public final class Bench {
  private Bench() {}

  /** Runs one benchmark and exits with its status. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).execute(args));
  }
}
