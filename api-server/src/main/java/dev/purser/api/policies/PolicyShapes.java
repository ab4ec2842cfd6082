package dev.purser.api.policies;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
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
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields that {@link PolicyAnswers} writes, for the document. */
public final class PolicyShapes {
  private PolicyShapes() {}

  /** One version of a policy, at the top and under {@code policy}. */
  public record One(boolean ok, @JsonUnwrapped PolicyView shown, PolicyView policy) {}

  /** Versions, the newest first. */
  public record Many(
      boolean ok,
      List<PolicyView> versions,
      @JsonInclude(Include.ALWAYS) @Nullable String nextCursor) {}

  /** A version; one that deleted the policy has nothing but who and when. */
  public record PolicyView(
      @Nullable String agent,
      @Schema(description = "Whose policy it is, where it is a scope's") @Nullable String scope,
      long version,
      @Schema(
              description = "Whether it is a policy or the end of one",
              allowableValues = {"active", "deleted"})
          String status,
      @Nullable Applies applies,
      @Nullable String timezone,
      @Nullable List<RuleView> rules,
      @Nullable InFlight inFlight,
      @Nullable Unpriced unpriced,
      @Schema(nullable = true) @Nullable Usd offlineUsd,
      @Nullable Mode mode,
      @Schema(description = "Whose keys may send intents; left out: all of the organisation")
          @Nullable List<String> acceptFrom,
      String actor,
      Instant createdAt) {}

  /** One rule, with limit_usd, max_intents or usd_per_hour. */
  public record RuleView(
      @Schema(
              description = "burn: it limits how fast is spent",
              allowableValues = {"burn"})
          @Nullable String when,
      @Schema(description = "US dollars an hour") @Nullable Usd usdPerHour,
      @Schema(description = "Over how many minutes the rate is measured")
          @Nullable Integer overMinutes,
      @Nullable Period period,
      @Schema(description = "The limit in US dollars; null: none", nullable = true)
          @Nullable Usd limitUsd,
      @Nullable Long maxIntents,
      Action action,
      @Nullable List<Integer> warnAt,
      @JsonProperty("notify") List<String> addressees,
      Resume resume,
      @Nullable Mode mode) {}
}
