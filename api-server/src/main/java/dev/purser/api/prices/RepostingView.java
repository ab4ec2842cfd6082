package dev.purser.api.prices;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.purser.ledger.prices.Reposted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far it is to repost a model's entries, as answers show it. */
public record RepostingView(
    String model,
    String actor,
    Instant startedAt,
    long entries,
    long done,
    long reposted,
    @JsonInclude(Include.ALWAYS) @Nullable Instant finishedAt) {

  static RepostingView of(Reposted one) {
    return new RepostingView(
        one.model(),
        one.actor(),
        one.startedAt(),
        one.entries(),
        one.done(),
        one.reposted(),
        one.finishedAt());
  }
}
