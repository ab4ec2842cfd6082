package dev.purser.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.EventType;
import dev.purser.workflows.agent.AgentNews;
import dev.purser.workflows.agent.FanOutActivities;
import dev.purser.workflows.agent.Untold;
import dev.purser.workflows.intent.HandedOver;
import dev.purser.workflows.intent.IntentHalf;
import dev.purser.workflows.intent.IntentNews;
import dev.purser.workflows.intent.IntentSnapshot;
import dev.purser.workflows.intent.LedgerActivities;
import dev.purser.workflows.intent.ReportBatch;
import dev.purser.workflows.intent.ReportLine;
import dev.purser.workflows.journal.AgentEntry;
import dev.purser.workflows.journal.IntentEntry;
import dev.purser.workflows.journal.JournalActivities;
import dev.purser.workflows.journal.Journaled;
import io.temporal.activity.Activity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** The activities over maps instead of a database: it can be away, and says what it was told. */
final class FakeLedger implements JournalActivities, LedgerActivities, FanOutActivities {
  final List<IntentEntry> entries = new CopyOnWriteArrayList<>();
  final List<AgentEntry> agentEntries = new CopyOnWriteArrayList<>();
  final List<AgentNews> fannedOut = new CopyOnWriteArrayList<>();
  final Map<String, ReportLine> reports = new ConcurrentHashMap<>();
  final Map<Integer, Instant> claims = new ConcurrentHashMap<>();
  volatile boolean away;
  volatile boolean superseded;
  volatile IntentHalf intent = IntentHalf.NONE;
  volatile AgentNews agent = AgentNews.NONE;
  volatile String checkpoint;
  volatile long checkpointSeq;
  volatile int reads;

  /** Carries a fan-out to wherever the test wants it. */
  volatile BiConsumer<String, AgentNews> carrier = (address, news) -> {};

  volatile boolean fanOutHangs;

  private void reach() {
    if (away) {
      throw new IllegalStateException("the ledger is away");
    }
  }

  @Override
  public synchronized Journaled journalIntent(List<IntentEntry> batch) {
    reach();
    for (IntentEntry entry : batch) {
      long last =
          entries.stream()
              .filter(taken -> taken.intentId().equals(entry.intentId()))
              .mapToLong(IntentEntry::seq)
              .max()
              .orElse(0);
      if (entry.seq() > last) {
        assertThat(entry.seq()).isEqualTo(last + 1);
        entries.add(entry);
      }
    }
    return new Journaled(superseded, 0);
  }

  @Override
  public synchronized Journaled journalAgent(List<AgentEntry> batch) {
    reach();
    for (AgentEntry entry : batch) {
      long last = agentEntries.stream().mapToLong(AgentEntry::seq).max().orElse(0);
      if (entry.seq() > last) {
        assertThat(entry.seq()).isEqualTo(last + 1);
        agentEntries.add(entry);
        agent = agent.withVersion(agent.version() + 1);
      }
    }
    return new Journaled(superseded, agent.version());
  }

  @Override
  public synchronized IntentSnapshot readIntent(String intentId) {
    reach();
    reads++;
    return new IntentSnapshot(new IntentNews(intent, agent), checkpoint, checkpointSeq);
  }

  @Override
  public synchronized HandedOver handOver(String intentId, String address, ReportBatch batch) {
    reach();
    List<String> rejected = new ArrayList<>();
    long cost = intent.costNanos();
    for (ReportLine line : batch.reports()) {
      if (reports.putIfAbsent(line.reportId(), line) == null) {
        // A nano-dollar a token: less than anybody assumes.
        Long told = line.costNanos();
        cost += told == null ? line.tokensIn() + line.tokensOut() : told;
      }
    }
    intent =
        new IntentHalf(
            intent.version() + 1, cost, intent.limitNanos(), null, intent.holds(), List.of(), null);
    return new HandedOver(new IntentNews(intent, agent), rejected);
  }

  @Override
  public Instant claimUntil(String intentId, int delivery, long leaseMillis) {
    reach();
    return claims.get(delivery);
  }

  @Override
  public long fanOut(String address, AgentNews news) {
    reach();
    fannedOut.add(news);
    while (fanOutHangs) {
      Activity.getExecutionContext().heartbeat(null);
      sleep();
    }
    carrier.accept(address, news);
    return 1;
  }

  private static void sleep() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the ledger says of the intent from now on. */
  synchronized IntentNews setIntent(long costNanos, Long limitNanos, HoldLine... holds) {
    intent =
        new IntentHalf(
            intent.version() + 1, costNanos, limitNanos, null, List.of(holds), List.of(), null);
    return new IntentNews(intent, agent);
  }

  synchronized IntentNews setLastReport(Instant at) {
    intent =
        new IntentHalf(
            intent.version() + 1, intent.costNanos(), null, null, intent.holds(), List.of(), at);
    return new IntentNews(intent, agent);
  }

  /** What it says of the agent. */
  synchronized AgentNews setAgent(AgentStatus status, HoldLine... holds) {
    agent =
        new AgentNews(agent.version() + 1, status, List.of(holds), 0, null, null, null, List.of());
    return agent;
  }

  /** What it says of who is still to be told. */
  synchronized AgentNews setUntold(Untold... untold) {
    agent =
        new AgentNews(
            agent.version() + 1,
            agent.status(),
            agent.holds(),
            0,
            null,
            null,
            null,
            List.of(untold));
    return agent;
  }

  /** Every event told so far. */
  List<EventType> events() {
    return entries.stream()
        .flatMap(entry -> entry.events().stream())
        .map(event -> event.type())
        .toList();
  }

  /** The last journaled status. */
  String status() {
    List<IntentEntry> all = List.copyOf(entries);
    return all.isEmpty() ? "none" : all.get(all.size() - 1).status().name();
  }

  String agentStatus() {
    List<AgentEntry> all = List.copyOf(agentEntries);
    return all.isEmpty() ? "none" : all.get(all.size() - 1).status().name();
  }

  Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    events().forEach(type -> counts.merge(type.name(), 1L, Long::sum));
    return counts;
  }
}
