package dev.purser.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.money.Usd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports on their way to Purser, in the order in which they were made. One request is under way at
 * a time and takes along what waits. While Purser is away reports stay here, and on disk, and are
 * sent again under the same ids.
 */
final class Spool implements AutoCloseable {
  /** Who is to hear what became of a report. Called by one thread at a time, in order. */
  interface Listener {
    /** Purser is away; the report is kept. Called at most once, before the others. */
    void kept();

    /** The ledger has it. The parts of the answer about its intent and its agent. */
    void counted(JsonNode intent, JsonNode agent);

    /** The ledger will never take it. */
    void refused(PurserRefused refusal);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final int BATCH = 100;
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LAST_BACKOFF = Duration.ofSeconds(5);

  /** For reports of an earlier process: whoever made them is gone. */
  private static final Listener NOBODY =
      new Listener() {
        @Override
        public void kept() {}

        @Override
        public void counted(JsonNode intent, JsonNode agent) {}

        @Override
        public void refused(PurserRefused refusal) {}
      };

  private final Http http;
  private final SpoolDisk disk;
  private final int capacity;
  private final Duration farewell;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private final OnceAMinute news = new OnceAMinute();
  private final Thread sender = new Thread(this::run, "purser-spool");
  private boolean away;
  private boolean closed;
  private boolean finished;
  private long deadline;

  /**
   * @param disk where they outlive this process; what earlier ones left there is sent first
   * @param capacity how many reports may wait before intents are stopped; what was spent is taken
   *     even so
   * @param farewell how long a close goes on trying
   */
  Spool(Http http, SpoolDisk disk, int capacity, Duration farewell) {
    this.http = http;
    this.disk = disk;
    this.capacity = capacity;
    this.farewell = farewell;
    disk.takeOver().forEach(left -> waiting.add(new Entry(left.report(), left.bytes(), NOBODY)));
    if (!waiting.isEmpty()) {
      LOG.info("{} of an earlier run are sent to Purser", amount(waiting));
    }
    sender.setDaemon(true);
    sender.start();
  }

  private static final class Entry {
    private final ObjectNode report;
    private final long bytes;
    private final Listener listener;
    private final CompletableFuture<Boolean> answer = new CompletableFuture<>();
    private boolean kept;

    /** {@code bytes}: so many on disk, 0: none. */
    private Entry(ObjectNode report, long bytes, Listener listener) {
      this.report = report;
      this.bytes = bytes;
      this.listener = listener;
    }

    private void keep() {
      if (!kept) {
        kept = true;
        listener.kept();
        answer.complete(false);
      }
    }
  }

  /**
   * Sends the report; it must carry its own id.
   *
   * @return true once the ledger has it, false once it is known that it must wait; fails with
   *     {@link PurserRefused}
   */
  CompletableFuture<Boolean> add(ObjectNode report, Listener listener) {
    Entry entry;
    synchronized (this) {
      if (finished) {
        return addLate(report, listener);
      }
      entry = new Entry(report, disk.append(report), listener);
      waiting.addLast(entry);
      if (away) {
        entry.keep();
      }
      notifyAll();
    }
    return entry.answer;
  }

  /** A handler that ignored its interrupt has spent something after all was closed. */
  private CompletableFuture<Boolean> addLate(ObjectNode report, Listener listener) {
    if (!disk.keepLate(report)) {
      throw new IllegalStateException(
          "the agent has been closed: a report of " + Reports.worth(report) + " is lost");
    }
    Entry entry = new Entry(report, 0, listener);
    entry.keep();
    return entry.answer;
  }

  /** Whether Purser did not answer when last asked, and reports wait for it. */
  synchronized boolean isAway() {
    return away && !waiting.isEmpty();
  }

  synchronized boolean isFull() {
    return waiting.size() >= capacity;
  }

  synchronized int size() {
    return waiting.size();
  }

  /** What the reports that wait come to. */
  synchronized Usd worth() {
    return worth(waiting);
  }

  private void run() {
    Duration backoff = FIRST_BACKOFF;
    for (List<Entry> batch = next(); !batch.isEmpty(); batch = next()) {
      try {
        deliver(batch);
        backoff = FIRST_BACKOFF;
        tellThatTheyAreTaken();
      } catch (Http.Away e) {
        tell(String.valueOf(e.getMessage()));
        pause(backoff.compareTo(e.retryAfter()) > 0 ? backoff : e.retryAfter());
        backoff = backoff.multipliedBy(2);
        backoff = backoff.compareTo(LAST_BACKOFF) > 0 ? LAST_BACKOFF : backoff;
      } catch (RuntimeException e) {
        LOG.error("reports wait because of a defect", e);
        pause(LAST_BACKOFF);
      }
    }
  }

  private synchronized void tell(String why) {
    if (news.isDue(System.nanoTime())) {
      String wait =
          waiting.size() == 1
              ? " waits until Purser takes it: "
              : " wait until Purser takes them: ";
      LOG.warn("{}{}{}", amount(waiting), wait, why);
    }
  }

  private void tellThatTheyAreTaken() {
    if (news.over()) {
      LOG.info("Purser takes reports again");
    }
  }

  /** What to send next; empty: closed, and nothing is left or the time is over. */
  private synchronized List<Entry> next() {
    try {
      while (waiting.isEmpty() && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      return List.of();
    }
    if (closed && System.nanoTime() - deadline > 0) {
      return List.of();
    }
    return waiting.stream().limit(BATCH).toList();
  }

  private void deliver(List<Entry> batch) throws Http.Away {
    ObjectNode body = Http.JSON.createObjectNode();
    ArrayNode reports = body.putArray("reports");
    batch.forEach(entry -> reports.add(entry.report));
    Http.Answer answer = http.post("/v1/mesh/metrics", body);
    if (answer.isGood() && answer.body().isObject()) {
      settle(batch, answer.body());
    } else if (answer.isGood()) {
      throw new Http.Away("an answer that is not JSON", LAST_BACKOFF);
    } else if (batch.size() == 1) {
      refuse(batch.get(0), answer.refused());
    } else {
      // One of them spoils the request: find out which.
      for (Entry entry : batch) {
        deliver(List.of(entry));
      }
    }
  }

  private void settle(List<Entry> batch, JsonNode answer) throws Http.Away {
    Map<Integer, JsonNode> rejected = new HashMap<>();
    answer.path("rejected").forEach(one -> rejected.put(one.path("index").asInt(-1), one));
    Map<String, JsonNode> intents = new HashMap<>();
    answer.path("intents").forEach(one -> intents.put(one.path("intent_id").asText(), one));
    answer.path("intents").forEach(one -> intents.putIfAbsent(task(one), one));
    Map<String, JsonNode> agents = new HashMap<>();
    answer.path("agents").forEach(one -> agents.put(one.path("address").asText(), one));
    List<Entry> later = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Entry entry = batch.get(i);
      JsonNode refusal = rejected.get(i);
      if (refusal == null) {
        JsonNode report = entry.report;
        String named = report.has("intent_id") ? report.path("intent_id").asText() : task(report);
        JsonNode agent = agents.get(report.path("agent").asText());
        count(
            entry,
            intents.getOrDefault(named, answer),
            agent == null ? answer.path("agents").path(0) : agent);
      } else if (refusal.path("retryable").asBoolean()) {
        later.add(entry);
      } else {
        PurserRefused refused =
            new PurserRefused(refusal.path("code").asText(), refusal.path("message").asText());
        if (refused.code().equals("forbidden")) {
          throw http.refused(refused);
        }
        refuse(entry, refused);
      }
    }
    if (!later.isEmpty()) {
      throw new Http.Away(later.size() + " reports are to be sent again", Duration.ZERO);
    }
    synchronized (this) {
      away = false;
    }
  }

  /** An intent or a report, by its agent and its task. */
  private static String task(JsonNode of) {
    return of.path("agent").asText() + "#" + of.path("task").asText();
  }

  private synchronized void count(Entry entry, JsonNode intent, JsonNode agent) {
    remove(entry);
    entry.listener.counted(intent, agent);
    entry.answer.complete(true);
  }

  private synchronized void refuse(Entry entry, PurserRefused refusal) {
    remove(entry);
    LOG.error(
        "report {} of {} was refused and is not counted ({}): {}",
        entry.report.path("report_id").asText(),
        Reports.worth(entry.report),
        refusal.code(),
        refusal.getMessage());
    entry.listener.refused(refusal);
    entry.answer.completeExceptionally(refusal);
  }

  private void remove(Entry entry) {
    if (waiting.remove(entry) && !finished) {
      disk.settled(
          entry.bytes, () -> part(Spool::isOnDisk).stream().map(each -> each.report).toList());
    }
  }

  private static boolean isOnDisk(Entry entry) {
    return entry.bytes > 0;
  }

  private List<Entry> part(Predicate<Entry> which) {
    return waiting.stream().filter(which).toList();
  }

  private synchronized void pause(Duration backoff) {
    away = true;
    waiting.forEach(Entry::keep);
    long end = System.nanoTime() + backoff.toNanos();
    try {
      for (long left = backoff.toMillis(); left > 0; left = millisUntil(end)) {
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long millisUntil(long end) {
    return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
  }

  private static String amount(Collection<Entry> entries) {
    String unit = entries.size() == 1 ? " report (" : " reports (";
    return entries.size() + unit + worth(entries) + ")";
  }

  private static Usd worth(Collection<Entry> entries) {
    return entries.stream().map(each -> Reports.worth(each.report)).reduce(Usd.ZERO, Usd::plus);
  }

  /** Goes on trying for a while; what is left then is said, in the log and by {@link #rest}. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      deadline = System.nanoTime() + farewell.toNanos();
      notifyAll();
    }
    try {
      sender.join(farewell.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sender.interrupt();
    synchronized (this) {
      if (!finished) {
        finished = true;
        disk.close();
        rest().forEach(LOG::error);
      }
    }
  }

  /** What became of the reports that Purser does not have, a sentence each; empty: it has all. */
  synchronized List<String> rest() {
    List<String> sentences = new ArrayList<>();
    List<Entry> safe = part(Spool::isOnDisk);
    if (!safe.isEmpty()) {
      sentences.add(
          amount(safe)
              + " could not be sent to Purser; they wait in "
              + disk
              + " and are sent at the next start");
    }
    List<Entry> lost = part(entry -> !isOnDisk(entry));
    if (!lost.isEmpty()) {
      sentences.add(amount(lost) + " never reached Purser: what was spent is not counted");
    }
    return sentences;
  }
}
