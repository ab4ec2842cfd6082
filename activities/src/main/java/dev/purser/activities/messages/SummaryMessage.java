package dev.purser.activities.messages;

import dev.purser.domain.money.Usd;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each agent spent yesterday.
 *
 * @param day yesterday, by the calendar of {@code zone}
 * @param total of all agents, by when calls were made
 * @param assumed the part of it at assumed prices
 * @param late what was taken on the day for calls of earlier days
 * @param weekBefore the same day of the week before, of all agents
 * @param agents those that spent on either day, the dearest first
 * @param others all further agents in one; null: there are none
 */
public record SummaryMessage(
    String eventId,
    Instant at,
    LocalDate day,
    ZoneId zone,
    Usd total,
    Usd assumed,
    Usd late,
    Usd weekBefore,
    List<AgentLine> agents,
    @Nullable Others others,
    URI view)
    implements Message {

  /** Copies the list. */
  public SummaryMessage {
    agents = List.copyOf(agents);
  }

  @Override
  public String eventType() {
    return "summary";
  }

  /**
   * One agent's yesterday.
   *
   * @param assumed the part of its cost at assumed prices
   * @param weekBefore its same day of the week before
   * @param dearestIntent what its dearest intent is called: the task, else the type, else the id
   * @param models what it spent on each, the dearest first
   */
  public record AgentLine(
      String agent,
      Usd cost,
      Usd assumed,
      Usd weekBefore,
      @Nullable String dearestIntent,
      Usd dearestCost,
      List<AlertMessage.Line> models) {
    /** Copies the list. */
    public AgentLine {
      models = List.copyOf(models);
    }
  }

  /** Agents that are not listed. */
  public record Others(int agents, Usd cost, Usd assumed, Usd weekBefore) {}
}
