package dev.purser.bench;

import dev.purser.bench.Load.Result;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Single cost reports, against an endpoint of the same server that only parses and answers. */
@Command(
    name = "reports",
    mixinStandardHelpOptions = true,
    description = "POST /v1/mesh/metrics with single reports, beside a no-op endpoint.")
final class ReportsBench implements Callable<Integer> {
  private static final String REPORTS = "/v1/mesh/metrics";
  private static final String AGENT = "agent://bench/reports/bot";

  @Mixin private final BenchOptions options = new BenchOptions();

  @Override
  public Integer call() throws Exception {
    try (BenchServer server = BenchServer.start()) {
      server.allow(AGENT);
      for (int intents : options.intents()) {
        server.open(AGENT, IntStream.range(0, intents).mapToObj(n -> task(intents, n)).toList());
      }
      server.warm(n -> REPORTS, n -> report(task(options.intents().get(0), 0)));
      System.out.printf(
          "%-12s %8s %12s %12s %8s %9s %9s%n",
          "connections", "intents", "reports/s", "no-op/s", "ratio", "p50 ms", "p99 ms");
      for (int connections : options.connections()) {
        for (int intents : options.intents()) {
          measure(server, connections, intents);
        }
      }
    }
    return 0;
  }

  private void measure(BenchServer server, int connections, int intents)
      throws InterruptedException {
    Load load = server.load(connections, options.duration());
    LongFunction<String> body = n -> report(task(intents, n % intents));
    Result noOp = load.post("/bench/no-op", body);
    Result reports = load.post(REPORTS, body);
    System.out.printf(
        "%-12d %8d %12.0f %12.0f %7.0f%% %9.1f %9.1f%s%n",
        connections,
        intents,
        reports.perSecond(),
        noOp.perSecond(),
        100 * reports.perSecond() / noOp.perSecond(),
        reports.millis(50),
        reports.millis(99),
        reports.refused() == 0 ? "" : "  refused: " + reports.refused());
  }

  private static String task(int intents, long n) {
    return "task-" + intents + "-" + n;
  }

  private static String report(String task) {
    return "{\"agent\":\""
        + AGENT
        + "\",\"task\":\""
        + task
        + "\",\"model\":\"gpt-4o\",\"tokens_in\":4808,\"tokens_out\":10}";
  }
}
