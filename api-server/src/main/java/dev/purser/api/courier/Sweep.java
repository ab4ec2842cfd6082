package dev.purser.api.courier;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.intents.Intents;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Compares what is open in the ledger with what Temporal knows: what is missing there gets carried,
 * which starts it again. And so do alerts that nobody has tried to tell for longer than the longest
 * time between two tries.
 */
final class Sweep {
  private static final int PAGE = 200;
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final Ledger ledger;
  private final Carrier carrier;
  private final long nanosEach;

  Sweep(Ledger ledger, Carrier carrier, int perSecond) {
    this.ledger = ledger;
    this.carrier = carrier;
    this.nanosEach = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** Looks each one up, at its pace; throws where the ledger or Temporal is away. */
  void run() throws InterruptedException {
    sweepAgents();
    remindAgents();
    UUID last = Intents.BEGINNING;
    List<UUID> page;
    do {
      page = ledger.carriage().intentsToRun(last, PAGE);
      for (UUID intent : page) {
        keepPace();
        if (carrier.isMissing(intent)) {
          ledger.carriage().missing(intent);
        }
        last = intent;
      }
    } while (page.size() == PAGE);
  }

  private void sweepAgents() throws InterruptedException {
    String last = "";
    List<AgentAddress> page;
    do {
      page = ledger.carriage().agentsToRun(last, PAGE);
      for (AgentAddress agent : page) {
        keepPace();
        if (carrier.isMissing(agent)) {
          ledger.carriage().missing(agent);
        }
        last = agent.value();
      }
    } while (page.size() == PAGE);
  }

  private void remindAgents() throws InterruptedException {
    String last = "";
    List<AgentAddress> page;
    do {
      page = ledger.notifications().forgotten(FORGOTTEN, last, PAGE);
      for (AgentAddress agent : page) {
        keepPace();
        ledger.carriage().missing(agent);
        last = agent.value();
      }
    } while (page.size() == PAGE);
  }

  private void keepPace() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanosEach);
  }
}
