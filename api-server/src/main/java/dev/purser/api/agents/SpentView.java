package dev.purser.api.agents;

import dev.purser.domain.money.Usd;
import dev.purser.ledger.agents.Spent;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.ZoneId;

/** What an agent spent today, this week and this month: what was taken then, as limits count it. */
public record SpentView(
    Usd todayUsd,
    Usd weekUsd,
    Usd monthUsd,
    @Schema(description = "Of today_usd, for calls of earlier days") Usd todayLateUsd,
    @Schema(description = "Of week_usd, for calls of earlier weeks") Usd weekLateUsd,
    @Schema(description = "Of month_usd, for calls of earlier months") Usd monthLateUsd,
    @Schema(description = "Of today_usd, at assumed prices") Usd todayAssumedUsd,
    @Schema(description = "Of week_usd, at assumed prices") Usd weekAssumedUsd,
    @Schema(description = "Of month_usd, at assumed prices") Usd monthAssumedUsd,
    @Schema(description = "Whose calendar day, week and month follow") String timezone) {

  /** The same of the ledger. */
  public static SpentView of(ZoneId zone, Spent today, Spent week, Spent month) {
    return new SpentView(
        today.usd(),
        week.usd(),
        month.usd(),
        today.late(),
        week.late(),
        month.late(),
        today.assumed(),
        week.assumed(),
        month.assumed(),
        zone.getId());
  }
}
