package dev.purser.sdk;

import java.util.concurrent.CountDownLatch;

/** An agent in a JVM of its own, to be killed in the middle: saves a checkpoint and then hangs. */
final class LonelyAgent {
  private LonelyAgent() {}

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    try (PurserAgent agent =
        PurserAgent.builder()
            .address("agent://org/worker")
            .purser(args[0], "key")
            .temporal(args[1])
            .spoolInMemory()
            .handler(
                intent -> {
                  intent.meter().recordUsage("gpt-4o", 1_000, 0);
                  intent.checkpoint().save("half way");
                  never.await();
                  return null;
                })
            .start()) {
      never.await();
    }
  }
}
