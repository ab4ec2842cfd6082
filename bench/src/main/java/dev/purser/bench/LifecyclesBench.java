package dev.purser.bench;

import dev.purser.bench.Load.Result;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Authorize and report in turn, as a caller does that asks before it spends. */
@Command(
    name = "lifecycles",
    mixinStandardHelpOptions = true,
    description =
        "An authorization and the report that settles it, in turn, beside a no-op endpoint.")
final class LifecyclesBench implements Callable<Integer> {
  private static final String AGENT = "agent://bench/lifecycles/bot";

  @Mixin private final BenchOptions options = new BenchOptions();

  @Override
  public Integer call() throws Exception {
    try (BenchServer server = BenchServer.start()) {
      server.allow(AGENT);
      int most = Math.max(BenchServer.WARM_CONNECTIONS, Collections.max(options.connections()));
      server.open(AGENT, IntStream.range(0, most).mapToObj(LifecyclesBench::task).toList());
      server.warm(paths(BenchServer.WARM_CONNECTIONS), bodies(BenchServer.WARM_CONNECTIONS));
      System.out.printf(
          "%-12s %8s %14s %12s %8s %9s %9s%n",
          "connections", "intents", "lifecycles/s", "no-op/s", "ratio", "p50 ms", "p99 ms");
      for (int connections : options.connections()) {
        measure(server, connections);
      }
    }
    return 0;
  }

  private void measure(BenchServer server, int connections) throws InterruptedException {
    Load load = server.load(connections, options.duration());
    LongFunction<String> bodies = bodies(connections);
    Result noOp = load.post("/bench/no-op", bodies);
    Result both = load.post(paths(connections), bodies);
    System.out.printf(
        "%-12d %8d %14.0f %12.0f %7.0f%% %9.1f %9.1f%s%n",
        connections,
        connections,
        both.perSecond() / 2,
        noOp.perSecond(),
        100 * both.perSecond() / noOp.perSecond(),
        both.millis(50),
        both.millis(99),
        both.refused() == 0 ? "" : "  refused: " + both.refused());
  }

  private static String task(long client) {
    return "task-" + client;
  }

  /**
   * A connection's even requests authorize; its odd ones report under the id asked for just before.
   */
  private static boolean isReport(int connections, long n) {
    return n / connections % 2 == 1;
  }

  private static LongFunction<String> paths(int connections) {
    return n -> isReport(connections, n) ? "/v1/mesh/metrics" : "/v1/mesh/authorizations";
  }

  private static LongFunction<String> bodies(int connections) {
    UUID run = UUID.randomUUID();
    return n -> body(run, connections, n);
  }

  private static String body(UUID run, int connections, long n) {
    long client = n % connections;
    long turn = n / connections / 2;
    UUID id = new UUID(run.getMostSignificantBits() ^ client, turn);
    String common =
        "{\"agent\":\""
            + AGENT
            + "\",\"task\":\""
            + task(client)
            + "\",\"authorization_id\":\""
            + id
            + "\",";
    return isReport(connections, n)
        ? common + "\"cost_usd\":0.0003}"
        : common + "\"estimate_usd\":0.0005}";
  }
}
