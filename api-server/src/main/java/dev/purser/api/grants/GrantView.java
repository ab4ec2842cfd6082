package dev.purser.api.grants;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import dev.purser.ledger.agents.Grant;
import dev.purser.ledger.intake.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Extra budget as answers show it. */
public record GrantView(
    UUID grantId,
    Period period,
    Usd usd,
    @JsonInclude(Include.ALWAYS) @Nullable Usd limitUsd,
    @Nullable Instant expiresAt) {
  /** The view of one in force. */
  public static GrantView of(Grant grant) {
    return new GrantView(grant.id(), grant.period(), grant.amount(), null, grant.expiresAt());
  }

  private static GrantView of(Outcome.GrantLine line) {
    return new GrantView(
        line.grantId(), line.period(), line.amount(), line.limit(), line.expiresAt());
  }

  /** The same with the limit of its window, grants included, where that was not told. */
  public GrantView within(Function<Period, @Nullable Usd> limits) {
    return limitUsd != null
        ? this
        : new GrantView(grantId, period, usd, limits.apply(period), expiresAt);
  }

  /** The views of these. */
  public static List<GrantView> of(List<Outcome.GrantLine> lines) {
    return lines.stream().map(line -> of(line)).toList();
  }
}
