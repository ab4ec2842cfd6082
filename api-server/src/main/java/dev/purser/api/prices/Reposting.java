package dev.purser.api.prices;

import dev.purser.api.http.Futures;
import dev.purser.ledger.Page;
import dev.purser.ledger.intake.Intake;
import dev.purser.ledger.intake.Outcome;
import dev.purser.ledger.intake.Request;
import dev.purser.ledger.prices.AssumedEntry;
import dev.purser.ledger.prices.Prices;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Corrects what was counted at an assumed price, once the price is known. */
public final class Reposting {
  private static final int AT_ONCE = 200;

  private final Prices prices;
  private final Intake intake;

  public Reposting(Prices prices, Intake intake) {
    this.prices = prices;
    this.intake = intake;
  }

  /** Reposts all that has a price by now; how many entries that were. */
  public long repost(String actor) {
    long count = 0;
    for (String model : prices.repriceable()) {
      @Nullable String cursor = null;
      do {
        Page<AssumedEntry> page = prices.assumed(model, AT_ONCE, cursor);
        count += repost(page.items(), actor);
        cursor = page.next();
      } while (cursor != null);
    }
    return count;
  }

  private int repost(List<AssumedEntry> entries, String actor) {
    List<CompletableFuture<Outcome.Reported>> sent =
        entries.stream()
            .map(
                entry ->
                    intake.submit(
                        new Request.Repost(
                            entry.agent(), entry.entryId(), entry.postedAt(), actor)))
            .toList();
    sent.forEach(Futures::get);
    return sent.size();
  }
}
