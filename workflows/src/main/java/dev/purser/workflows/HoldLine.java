package dev.purser.workflows;

import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Hold} as it travels, with what it demands.
 *
 * @param id the ledger's number; 0 for one that only a workflow knows (a person's word)
 * @param directive PARK or KILL
 * @param soft whether work in hand may finish ({@code in_flight: finish}); only deliveries stop
 */
public record HoldLine(
    HoldKind kind,
    String holder,
    long id,
    @Nullable String rule,
    long policyVersion,
    @Nullable String actor,
    String reason,
    @Nullable String reportId,
    Instant at,
    @Nullable Instant resumesAt,
    Directive directive,
    boolean soft) {

  /** What an older sender left out, or what a newer one calls by a name not known here. */
  public HoldLine {
    kind = Objects.requireNonNullElse(kind, HoldKind.UNKNOWN);
    holder = Objects.requireNonNullElse(holder, "");
    reason = Objects.requireNonNullElse(reason, "");
    at = Objects.requireNonNullElse(at, Instant.EPOCH);
    directive = Objects.requireNonNullElse(directive, Directive.PARK);
  }

  public static HoldLine of(Hold hold, Directive directive, boolean soft) {
    return new HoldLine(
        hold.kind(),
        hold.holder(),
        hold.id(),
        hold.rule(),
        hold.policyVersion(),
        hold.actor(),
        hold.reason(),
        hold.reportId(),
        hold.at(),
        hold.resumesAt(),
        directive,
        soft);
  }

  /** Stops someone's work because a person said so. */
  public static HoldLine byPerson(
      HoldKind kind, String holder, Directive directive, String actor, String reason, Instant at) {
    return new HoldLine(kind, holder, 0, null, 0, actor, reason, null, at, null, directive, false);
  }

  /** Whether it ends what it holds rather than make it wait. */
  public boolean kills() {
    return directive == Directive.KILL;
  }

  /** Whether the other is the same hold, however its details are written. */
  public boolean sameAs(HoldLine other) {
    return toHold().sameAs(other.toHold()) && directive == other.directive;
  }

  /** As the domain weighs it. */
  public Demand toDemand() {
    return new Demand(toHold(), directive, soft ? InFlight.FINISH : InFlight.PARK);
  }

  public Hold toHold() {
    return new Hold(kind, holder, id, rule, policyVersion, actor, reason, reportId, at, resumesAt);
  }
}
