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
 * @param total of all agents
 * @param weekBefore the same day of the week before, of all agents
 * @param agents the dearest first
 */
public record SummaryMessage(
    String eventId,
    Instant at,
    LocalDate day,
    ZoneId zone,
    Usd total,
    Usd weekBefore,
    List<AgentLine> agents,
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
   * @param weekBefore its same day of the week before
   * @param dearestIntent what its dearest intent is called: the task, else the type, else the id
   */
  public record AgentLine(
      String agent,
      Usd cost,
      Usd weekBefore,
      @Nullable String dearestIntent,
      Usd dearestCost,
      List<AlertMessage.Line> models) {
    /** Copies the list. */
    public AgentLine {
      models = List.copyOf(models);
    }
  }
}
