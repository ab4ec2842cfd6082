package dev.purser.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reports on their way to Purser, in the order in which they were made. One request is under way at
 * a time and takes along what waits. While Purser is away reports stay here and are sent again
 * under the same ids.
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

  private static final Logger LOG = System.getLogger(Spool.class.getName());
  private static final int BATCH = 100;
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LAST_BACKOFF = Duration.ofSeconds(5);

  private final Http http;
  private final int capacity;
  private final Duration farewell;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private final Thread sender = new Thread(this::run, "purser-spool");
  private boolean away;
  private boolean closed;
  private long deadline;

  /**
   * @param capacity how many reports may wait before intents are stopped; what was spent is taken
   *     even so
   * @param farewell how long a close goes on trying
   */
  Spool(Http http, int capacity, Duration farewell) {
    this.http = http;
    this.capacity = capacity;
    this.farewell = farewell;
    sender.setDaemon(true);
    sender.start();
  }

  private static final class Entry {
    private final ObjectNode report;
    private final Listener listener;
    private final CompletableFuture<Boolean> answer = new CompletableFuture<>();
    private boolean kept;

    private Entry(ObjectNode report, Listener listener) {
      this.report = report;
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
    Entry entry = new Entry(report, listener);
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the agent has been closed");
      }
      waiting.addLast(entry);
      if (away) {
        entry.keep();
      }
      notifyAll();
    }
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

  private void run() {
    Duration backoff = FIRST_BACKOFF;
    for (List<Entry> batch = next(); !batch.isEmpty(); batch = next()) {
      try {
        deliver(batch);
        backoff = FIRST_BACKOFF;
      } catch (Http.Away e) {
        LOG.log(Level.DEBUG, "Purser is away, {0} reports wait: {1}", size(), e.getMessage());
        pause(backoff.compareTo(e.retryAfter()) > 0 ? backoff : e.retryAfter());
        backoff = backoff.multipliedBy(2);
        backoff = backoff.compareTo(LAST_BACKOFF) > 0 ? LAST_BACKOFF : backoff;
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "reports wait because of a defect", e);
        pause(LAST_BACKOFF);
      }
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
    JsonNode agent = answer.path("agents").path(0);
    List<Entry> later = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Entry entry = batch.get(i);
      JsonNode refusal = rejected.get(i);
      if (refusal == null) {
        JsonNode intent = intents.get(entry.report.path("intent_id").asText());
        count(entry, intent == null ? answer : intent, agent);
      } else if (refusal.path("retryable").asBoolean()) {
        later.add(entry);
      } else {
        refuse(
            entry,
            new PurserRefused(refusal.path("code").asText(), refusal.path("message").asText()));
      }
    }
    if (!later.isEmpty()) {
      throw new Http.Away(later.size() + " reports are to be sent again", Duration.ZERO);
    }
    synchronized (this) {
      away = false;
    }
  }

  private synchronized void count(Entry entry, JsonNode intent, JsonNode agent) {
    waiting.remove(entry);
    entry.listener.counted(intent, agent);
    entry.answer.complete(true);
  }

  private synchronized void refuse(Entry entry, PurserRefused refusal) {
    waiting.remove(entry);
    LOG.log(Level.ERROR, "a report was refused ({0}): {1}", refusal.getMessage(), entry.report);
    entry.listener.refused(refusal);
    entry.answer.completeExceptionally(refusal);
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

  /** Goes on trying for a while; what is left then is lost, and the log says how much. */
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
    if (size() > 0) {
      LOG.log(Level.ERROR, "{0} reports never reached Purser", size());
    }
  }
}
