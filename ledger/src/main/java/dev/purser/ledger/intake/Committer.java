package dev.purser.ledger.intake;

import dev.purser.ledger.Refused;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees a batch through whatever fails: what may pass is tried again with the same ids; anything
 * else is narrowed down, until the request that is to blame fails alone.
 */
final class Committer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final DataSource source;
  private final Batch batch;
  private final ExecutorService answers =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "intake-answers"));

  Committer(DataSource source, Batch batch) {
    this.source = source;
    this.batch = batch;
  }

  /** Answers every ticket. */
  void commit(List<Ticket<?>> tickets) {
    Deque<List<Ticket<?>>> todo = new ArrayDeque<>();
    todo.push(tickets);
    Duration pause = FIRST_PAUSE;
    while (!todo.isEmpty()) {
      List<Ticket<?>> part = withoutOverdue(todo.pop());
      if (part.isEmpty()) {
        continue;
      }
      try {
        List<Ticket<?>> postponed = run(part);
        answer(part, postponed);
        postponed.forEach(ticket -> todo.push(List.of(ticket)));
        pause = FIRST_PAUSE;
      } catch (SQLException e) {
        if (Failures.mayPass(e)) {
          LOG.warn("a batch of {} is tried again: {}", part.size(), e.getMessage());
          if (Failures.isConnectionLost(e)) {
            part.forEach(Ticket::markTried);
          }
          todo.push(part);
          LockSupport.parkNanos(pause.toNanos());
          pause =
              pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                  ? pause.multipliedBy(2)
                  : LONGEST_PAUSE;
        } else {
          narrow(part, e, todo);
        }
      } catch (RuntimeException e) {
        narrow(part, e, todo);
      }
    }
  }

  private List<Ticket<?>> run(List<Ticket<?>> tickets) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        return batch.run(connection, tickets);
      } catch (SQLException | RuntimeException e) {
        rollBack(connection, e);
        throw e;
      }
    }
  }

  private static void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** Halves keep their order, the earlier first. */
  private void narrow(List<Ticket<?>> part, Exception cause, Deque<List<Ticket<?>>> todo) {
    if (part.size() > 1) {
      int half = part.size() / 2;
      todo.push(part.subList(half, part.size()));
      todo.push(part.subList(0, half));
      return;
    }
    Ticket<?> ticket = part.get(0);
    // Its kind only: a request holds the payload of an intent, the metadata of a report.
    LOG.error("a {} failed", ticket.request().getClass().getSimpleName(), cause);
    ticket.failWith(cause);
    answer(part, List.of());
  }

  private List<Ticket<?>> withoutOverdue(List<Ticket<?>> tickets) {
    long now = System.nanoTime();
    List<Ticket<?>> overdue = tickets.stream().filter(each -> each.isOverdue(now)).toList();
    if (overdue.isEmpty()) {
      return tickets;
    }
    overdue.forEach(ticket -> ticket.failWith(unavailable()));
    answer(overdue, List.of());
    List<Ticket<?>> others = new ArrayList<>(tickets);
    Set<Ticket<?>> gone = new HashSet<>(overdue);
    others.removeIf(gone::contains);
    return others;
  }

  /** On a thread of its own: the next batch does not wait for what callers do with the answer. */
  private void answer(List<Ticket<?>> tickets, List<Ticket<?>> butNot) {
    Set<Ticket<?>> postponed = new HashSet<>(butNot);
    List<Ticket<?>> done = tickets.stream().filter(ticket -> !postponed.contains(ticket)).toList();
    answers.execute(() -> done.forEach(Ticket::complete));
  }

  static Refused unavailable() {
    return new Refused(
        Refused.Code.UNAVAILABLE, "the ledger cannot take this now: try again in a moment");
  }

  /** Gives the answers that are still to be given. */
  @Override
  public void close() {
    answers.shutdown();
    try {
      if (!answers.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("some answers were not taken");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
