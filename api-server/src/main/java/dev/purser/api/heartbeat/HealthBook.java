package dev.purser.api.heartbeat;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.ledger.agents.Health;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How agents are, kept in memory for the answers to reports: what another server heard is known
 * here half a minute later.
 */
public final class HealthBook {
  private static final Logger LOG = LoggerFactory.getLogger(HealthBook.class);
  private static final Duration HEALTHY = Duration.ofSeconds(90);
  private static final Duration DEGRADED = Duration.ofMinutes(5);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  private static final int MAX_KEPT = 100_000;

  private final Function<AgentAddress, @Nullable Instant> ledger;
  private final Clock clock;
  private final Map<AgentAddress, Seen> seen = new ConcurrentHashMap<>();

  private record Seen(@Nullable Instant at, Instant looked) {}

  /**
   * @param ledger when the agent's last heartbeat came; null: it never gave one
   */
  public HealthBook(Function<AgentAddress, @Nullable Instant> ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /** The agent has just given a sign of life. */
  void beat(AgentAddress agent) {
    Instant now = clock.instant();
    seen.put(agent, new Seen(now, now));
  }

  /** How it is now. */
  public String of(AgentAddress agent, AgentStatus status) {
    Instant now = clock.instant();
    Seen known = seen.get(agent);
    if (known == null || known.looked.plus(LOOK_AGAIN).isBefore(now)) {
      if (seen.size() >= MAX_KEPT) {
        seen.clear();
      }
      known = new Seen(look(agent, known), now);
      seen.put(agent, known);
    }
    return of(known.at, status, now).wire();
  }

  /** A report that was counted is answered, whether this can be read or not. */
  private @Nullable Instant look(AgentAddress agent, @Nullable Seen before) {
    try {
      return ledger.apply(agent);
    } catch (RuntimeException e) {
      LOG.warn("The last heartbeat of {} cannot be read", agent, e);
      return before == null ? null : before.at;
    }
  }

  private static Health of(@Nullable Instant beat, AgentStatus status, Instant now) {
    if (status == AgentStatus.KILLED) {
      return Health.KILLED;
    }
    if (beat == null) {
      return Health.UNKNOWN;
    }
    Duration silence = Duration.between(beat, now);
    if (silence.compareTo(HEALTHY) < 0) {
      return Health.HEALTHY;
    }
    return silence.compareTo(DEGRADED) <= 0 ? Health.DEGRADED : Health.UNREACHABLE;
  }
}
