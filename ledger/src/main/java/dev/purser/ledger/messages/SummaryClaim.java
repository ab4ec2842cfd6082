package dev.purser.ledger.messages;

import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one who wants to send a day's summary to someone finds. */
public sealed interface SummaryClaim {
  /** It was sent, or given up, or there was nothing to tell: there is nothing left to do. */
  record Settled() implements SummaryClaim {}

  /**
   * It is not its time: someone else is sending it, or it was tried just now.
   *
   * @param left how long to wait
   * @param why in words for an operator
   */
  record NotYet(Duration left, String why) implements SummaryClaim {}

  /**
   * It is this one's to send for as long as the lease lasts.
   *
   * @param token says whose claim it is
   * @param tries how often it was tried before
   * @param lastError why it did not arrive then
   */
  record Taken(UUID token, LocalDate day, String addressee, int tries, @Nullable String lastError)
      implements SummaryClaim {}
}
