package dev.purser.api.policies;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.InFlight;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Unpriced;
import dev.purser.domain.window.Period;
import dev.purser.ledger.policies.PolicyRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields that {@link PolicyRequest} reads, for the document. */
final class PolicyRequests {
  private PolicyRequests() {}

  /** A policy of rules. */
  @Schema(additionalProperties = AdditionalPropertiesValue.FALSE)
  record Rules(
      @Schema(description = "Up to 50 rules, or none") List<Rule> rules,
      @JsonUnwrapped Settings settings) {}

  /** A policy to be tried on the past. */
  @Schema(additionalProperties = AdditionalPropertiesValue.FALSE)
  record Preview(
      @Schema(description = "Up to 50 rules, or none") List<Rule> rules,
      @Schema(description = "From this time on; 30 days before to if left out, at most 400")
          @Nullable Instant from,
      @Schema(description = "Before this time; now if left out") @Nullable Instant to,
      @JsonUnwrapped Settings settings) {}

  /** A policy in the form that AXME's clients send. */
  @Schema(additionalProperties = AdditionalPropertiesValue.FALSE)
  record Flat(
      @Schema(description = "New intents a day at most", minimum = "0")
          @Nullable Long maxIntentsPerDay,
      @Schema(description = "New intents an hour at most", minimum = "0")
          @Nullable Long maxIntentsPerHour,
      @Schema(description = "US dollars a day at most") @Nullable Usd maxCostPerDayUsd,
      @Schema(
              description = "What a limit that is reached does; require_approval pauses",
              allowableValues = {"block", "alert", "require_approval"},
              defaultValue = "block")
          @Nullable String actionOnBreach,
      @JsonUnwrapped Settings settings) {}

  /** What holds for all rules of a policy. */
  record Settings(
      @Schema(
              description =
                  "Whose calendar divides hours, days, weeks and months, such as"
                      + " Europe/Berlin; PURSER_TIMEZONE's, else UTC")
          @Nullable String timezone,
      @Schema(
              description = "Whether a pause parks running intents too, or lets them finish",
              defaultValue = "park")
          @Nullable InFlight inFlight,
      @Schema(
              description =
                  "What a call of a model without a price costs: an assumed price"
                      + " (PURSER_ASSUMED_PRICE), nothing (allow), or authorizations are refused"
                      + " (block)",
              defaultValue = "assume")
          @Nullable Unpriced unpriced,
      @Schema(
              description =
                  "What an intent may spend while Purser does not answer, in US dollars;"
                      + " the smaller of 1 and its last remaining_usd")
          @Nullable Usd offlineUsd,
      @Schema(
              description = "Whether rules act, or only record what they would have done",
              defaultValue = "enforce")
          @Nullable Mode mode,
      @Schema(
              description =
                  "For scopes: to each agent without a policy of its own, or to their sum",
              defaultValue = "each")
          @Nullable Applies applies,
      @Schema(
              description =
                  "Whose keys may send intents, besides its own: addresses, or prefixes such as"
                      + " agent://org/*, up to 50; left out, all agents of the organisation")
          @Nullable List<String> acceptFrom) {}

  /** One rule; has limit_usd or max_intents. */
  @Schema(additionalProperties = AdditionalPropertiesValue.FALSE)
  record Rule(
      @Schema(
              description = "burn: a limit of how fast is spent, with usd_per_hour",
              allowableValues = {"limit", "burn"},
              defaultValue = "limit")
          @Nullable String when,
      @Schema(description = "What the limit runs over; required unless when is burn")
          @Nullable Period period,
      @Schema(
              description =
                  "With when burn, required: acts when that many US dollars an hour are spent")
          @Nullable Usd usdPerHour,
      @Schema(
              description = "With when burn: over how many minutes the rate is measured",
              minimum = "1",
              maximum = "60",
              defaultValue = "5")
          @Nullable Integer overMinutes,
      @Schema(
              description = "Acts when that many US dollars are spent; 0 at once, null never",
              nullable = true)
          @Nullable Usd limitUsd,
      @Schema(description = "Acts when there were that many new intents", minimum = "0")
          @Nullable Long maxIntents,
      @Schema(description = "What is done: tell only, refuse what is new, park, or cancel")
          Action action,
      @Schema(description = "At which per cents of the limit to warn, 1 to 99; 80 if left out")
          @Nullable List<Integer> warnAt,
      @JsonProperty("notify")
          @Schema(
              description = "Whom to tell: e-mail addresses, URLs or names of channels, up to 20")
          @Nullable List<String> addressees,
      @Schema(
              description = "Who releases: a person, or the next period by itself",
              defaultValue = "manual")
          @Nullable Resume resume,
      @Schema(description = "The policy's, if left out") @Nullable Mode mode) {}
}
