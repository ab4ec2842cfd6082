package dev.purser.api.agents;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of requests about agents, for the document. */
final class AgentRequests {
  private AgentRequests() {}

  /** A pause or a kill. */
  record Stop(@Schema(description = "Why", maxLength = 1000) @Nullable String reason) {}

  /** A release. */
  record Resume(
      @Schema(description = "Why", maxLength = 1000) @Nullable String reason,
      @Schema(
              description =
                  "Extra budget in US dollars for every full window, above 0 to 1,000,000")
          @Nullable Usd grantUsd) {}

  /** A pause, kill or release of many. */
  record ScopeAct(
      @Schema(description = "Whom it is about: *, agent://org/* or agent://org/workspace/*")
          String scope,
      @Schema(description = "Why", maxLength = 1000) @Nullable String reason) {}

  /** A correcting entry. */
  record Correction(
      @Schema(description = "Whose spend is corrected; may be left out where the intent says it")
          @Nullable AgentAddress agent,
      @Schema(description = "The intent whose cost is corrected") @Nullable UUID intentId,
      @Schema(description = "The report that was wrong", maxLength = 200) @Nullable String reportId,
      @Schema(description = "What is added, in US dollars, -1,000,000 to 1,000,000") Usd amountUsd,
      @Schema(description = "Why", maxLength = 1000) String reason) {}
}
