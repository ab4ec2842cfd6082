package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a table of costs is to show.
 *
 * @param groupBy empty: one row in all
 * @param from a quarter of an hour counts where it begins in the span
 * @param to not included
 * @param agent null: all
 * @param model by its name in reports; null: all
 * @param zone whose calendar hours and days follow
 */
public record CostQuery(
    List<Dimension> groupBy,
    Instant from,
    Instant to,
    @Nullable AgentAddress agent,
    @Nullable String model,
    ZoneId zone) {
  /** Copies the list; a span must not be empty. */
  public CostQuery {
    groupBy = List.copyOf(groupBy);
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("from must be before to");
    }
  }

  /** The same of another agent, or of all. */
  public CostQuery of(@Nullable AgentAddress other) {
    return new CostQuery(groupBy, from, to, other, model, zone);
  }

  /** The same, grouped otherwise. */
  public CostQuery by(List<Dimension> others) {
    return new CostQuery(others, from, to, agent, model, zone);
  }
}
