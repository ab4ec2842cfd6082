package dev.purser.ledger.intake;

import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Refused;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One transaction with many requests: lock, read the clock, decide each in order, write. */
final class Batch {
  /** Each time the first try has found out what else to lock. */
  private static final int MOST_TRIES = 20;

  private final LedgerSettings settings;
  private final Pricer pricer;
  private final Directory directory = new Directory();
  private final Partitions partitions = new Partitions();
  private final Queue<Long> accountPool = Ids.emptyPool();
  private final BookReader reader;

  Batch(LedgerSettings settings, Pricer pricer, LedgerClock clock) {
    this.settings = settings;
    this.pricer = pricer;
    this.reader = new BookReader(directory, new PolicyCache(), settings, clock);
  }

  /**
   * Runs and commits; each ticket then has its answer, but for those given back.
   *
   * @return tickets that are to have a transaction of their own
   */
  List<Ticket<?>> run(Connection connection, List<Ticket<?>> tickets) throws SQLException {
    Set<Long> alsoAccounts = new HashSet<>();
    Set<UUID> alsoIntents = new HashSet<>();
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      try {
        List<Ticket<?>> postponed = attempt(connection, tickets, alsoAccounts, alsoIntents);
        if (postponed != null) {
          return postponed;
        }
      } catch (Again again) {
        alsoAccounts.addAll(again.accounts());
        alsoIntents.addAll(again.intents());
      }
      connection.rollback();
    }
    throw new IllegalStateException("what is to be locked does not settle");
  }

  private @Nullable List<Ticket<?>> attempt(
      Connection connection, List<Ticket<?>> tickets, Set<Long> alsoAccounts, Set<UUID> alsoIntents)
      throws SQLException {
    Wanted wanted = Wanted.by(tickets);
    alsoIntents.forEach(wanted::alsoIntent);
    Judging.openIntents(connection, wanted.judged()).forEach(wanted::alsoIntent);
    directory.learnIntents(connection, wanted.intents());
    wanted.intents().forEach(intent -> wanted.alsoRootOf(directory.intent(intent)));
    directory.learnAgents(connection, wanted.agents());
    directory.learnTasks(connection, wanted.tasks().keySet());
    Newcomers.create(connection, directory, wanted.newAgents(), wanted.tasks());
    Book book = reader.lock(connection, wanted, alsoAccounts);
    if (!partitions.cover(book.now())) {
      connection.rollback();
      partitions.ensure(connection, book.now());
      return null;
    }
    new BookFiller(connection, book, directory).fill(wanted, tickets);
    new WindowReader(connection, book).read();
    Ids ids = Ids.drawnFrom(connection, accountPool);
    Work work = Work.on(connection, settings, wanted, pricer, book, ids);
    List<Ticket<?>> postponed = new Handlers(work).handle(tickets);
    work.changes().write(connection, book);
    connection.commit();
    work.changes().intents().created().forEach(directory::remember);
    return postponed;
  }

  /** The handlers of all kinds of requests, for one transaction. */
  private static final class Handlers {
    private final Authorizing authorizing;
    private final ReportTaking reportTaking;
    private final Creating creating;
    private final Granting granting;
    private final Stopping stopping;
    private final Resuming resuming;
    private final Correcting correcting;
    private final Judging judging;

    Handlers(Work work) {
      authorizing = new Authorizing(work);
      reportTaking = new ReportTaking(work, authorizing);
      creating = new Creating(work);
      granting = new Granting(work);
      stopping = new Stopping(work, granting);
      resuming = new Resuming(work, granting, stopping);
      correcting = new Correcting(work);
      judging = new Judging(work);
    }

    List<Ticket<?>> handle(List<Ticket<?>> tickets) throws SQLException {
      authorizing.expire();
      creating.readKeys(tickets);
      correcting.readEntries(tickets);
      List<Ticket<?>> postponed = new ArrayList<>();
      for (Ticket<?> ticket : tickets) {
        try {
          handle(ticket);
        } catch (Refused refused) {
          ticket.failWith(refused);
        } catch (Postponed later) {
          postponed.add(ticket);
        }
      }
      return postponed;
    }

    // Each request names the type of its answer, which the compiler cannot follow through here.
    @SuppressWarnings("unchecked")
    private <R> void handle(Ticket<R> ticket) throws SQLException {
      ticket.answerWith((R) answer(ticket, ticket.request()));
    }

    private Object answer(Ticket<?> ticket, Request<?> request) throws SQLException {
      if (request instanceof Request.Report report) {
        return reportTaking.take(ticket, report);
      } else if (request instanceof Request.Authorize authorize) {
        return authorizing.authorize(authorize, ticket.quote(), 0);
      } else if (request instanceof Request.Extend extend) {
        return authorizing.extend(extend);
      } else if (request instanceof Request.Release release) {
        return authorizing.release(release);
      } else if (request instanceof Request.Create create) {
        return creating.create(create);
      } else if (request instanceof Request.Grant grant) {
        return granting.grant(grant);
      } else if (request instanceof Request.Revoke revoke) {
        return granting.revoke(revoke);
      } else if (request instanceof Request.Stop stop) {
        return stopping.stop(stop);
      } else if (request instanceof Request.Resume resume) {
        return resuming.resume(resume);
      } else if (request instanceof Request.Correct correct) {
        return correcting.correct(ticket, correct);
      } else if (request instanceof Request.Repost repost) {
        return correcting.repost(ticket, repost);
      } else if (request instanceof Request.Judge judge) {
        return judging.judge(judge);
      }
      throw new IllegalArgumentException("no handler for " + request);
    }
  }
}
