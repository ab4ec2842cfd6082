package dev.purser.sdk;

import dev.purser.domain.money.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * An agent in a JVM of its own, as an author would write it: its intents spend $0.03 fifty times
 * each, saying so. It ends by a signal.
 */
final class SpendingAgent {
  static final int CALLS = 50;
  static final Usd CALL = Usd.of("0.03");

  private SpendingAgent() {}

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    PurserAgent agent =
        PurserAgent.builder()
            .address("agent://org/worker")
            .purser(args[0], "key")
            .temporal(args[1])
            .spoolDirectory(Path.of(args[2]))
            .offlineUsd(Usd.of("1000"))
            .httpTimeout(Duration.ofSeconds(2))
            .grace(Duration.ofSeconds(1))
            .handler(
                intent -> {
                  for (int call = 0; call < CALLS; call++) {
                    intent.meter().recordCost(CALL);
                    System.out.println("spent");
                  }
                  never.await();
                  return null;
                })
            .start();
    System.out.println("started " + agent.waitingReports());
    never.await();
  }
}
