package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Refused;
import dev.purser.ledger.metrics.Counts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what a transaction did, once it is durable. */
final class Tally {
  private Tally() {}

  /** What it wrote. */
  static void written(Counts counts, Changes changes, Book book) {
    changes
        .entries()
        .spent()
        .forEach((AgentStatus status, Usd amount) -> counts.spent(status.name(), amount));
    changes.decisions().kinds().forEach(kind -> counts.decided(kind.name(), kind.enforced()));
    for (Reservation reservation : book.reservations()) {
      if (reservation.isChanged() && !reservation.isPending()) {
        counts.ended(reservation.state().name());
      }
    }
  }

  /** What it answered. */
  static void answered(Counts counts, List<Ticket<?>> tickets) {
    for (Ticket<?> ticket : tickets) {
      Throwable failure = ticket.failure();
      if (failure != null) {
        counts.refused(failure instanceof Refused refused ? refused.code().name() : "DEFECT");
      } else {
        answered(counts, ticket.request(), ticket.answer());
      }
    }
  }

  private static void answered(Counts counts, Request<?> request, @Nullable Object answer) {
    if (answer instanceof Outcome.Reported reported && request instanceof Request.Report) {
      counts.reported(reported.directive().name(), reported.duplicate());
      authorized(counts, reported.next());
    } else if (request instanceof Request.Authorize) {
      authorized(counts, (Outcome.Authorized) answer);
    }
  }

  private static void authorized(Counts counts, Outcome.@Nullable Authorized answer) {
    if (answer != null) {
      String reason = answer.reason();
      counts.authorized(answer.allowed() || reason == null ? "allowed" : reason);
    }
  }
}
