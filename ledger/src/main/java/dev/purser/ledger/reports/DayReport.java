package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was spent on one day, by the time calls were made, against the same day of the week before.
 *
 * @param zone whose calendar the day is of
 * @param total of all agents
 * @param assumed the part of it that stands at an assumed price
 * @param weekBefore the same day of the week before, of all agents
 * @param agents those that spent on either day, the dearest of the day first
 * @param others all further agents in one; null: there are none
 * @param late what was taken on the day for calls of earlier days: it counts against the day's
 *     limits, and no report of a day before told it
 * @param lately whether anything was spent in the thirty days that end with this one
 */
public record DayReport(
    LocalDate day,
    ZoneId zone,
    Usd total,
    Usd assumed,
    Usd weekBefore,
    List<AgentDay> agents,
    @Nullable Others others,
    Usd late,
    boolean lately) {
  /** Copies the list. */
  public DayReport {
    agents = List.copyOf(agents);
  }

  /**
   * One agent's day.
   *
   * @param assumed the part of its cost that stands at an assumed price
   * @param dearest the intent that cost most on this day; null: no intent cost anything
   * @param models what it spent on each, the dearest first
   */
  public record AgentDay(
      AgentAddress agent,
      Usd cost,
      Usd assumed,
      Usd weekBefore,
      @Nullable Dearest dearest,
      List<ModelCost> models) {
    /** Copies the list. */
    public AgentDay {
      models = List.copyOf(models);
    }
  }

  /**
   * An agent's dearest intent.
   *
   * @param name its task, else its type, else its id
   */
  public record Dearest(UUID intent, String name, Usd cost) {}

  /**
   * What was spent on one model.
   *
   * @param model empty where reports named none; null: all further models in one
   */
  public record ModelCost(@Nullable String model, Usd cost) {}

  /** Agents that are not listed. */
  public record Others(int agents, Usd cost, Usd assumed, Usd weekBefore) {}
}
