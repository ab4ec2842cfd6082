package dev.purser.ledger.intake;

import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What stops an account beyond its sums, until someone or its window's end releases it. */
record OpenHold(
    long id,
    Directive directive,
    InFlight inFlight,
    @Nullable String rule,
    long policyVersion,
    @Nullable String actor,
    String reason,
    @Nullable String reportId,
    Instant at,
    @Nullable Instant until) {

  /** Whether it is a person's word rather than a limit reached. */
  boolean isWord() {
    return rule == null && actor != null;
  }

  /** As intents and answers show it, with what it demands. */
  Demand demand(AccountKey account) {
    Hold shown =
        new Hold(
            kind(account.kind()),
            holder(account),
            id,
            rule,
            policyVersion,
            actor,
            reason,
            reportId,
            at,
            until);
    return new Demand(shown, directive, inFlight);
  }

  private static HoldKind kind(AccountKind kind) {
    return switch (kind) {
      case INTENT -> HoldKind.INTENT;
      case TASK -> HoldKind.TASK;
      case TREE -> HoldKind.TREE;
      case AGENT -> HoldKind.AGENT;
      case SCOPE -> HoldKind.SCOPE;
    };
  }

  /** A task's account is named {@code address#task}; addresses have no {@code #}. */
  private static String holder(AccountKey account) {
    return account.kind() == AccountKind.TASK
        ? account.name().substring(account.name().indexOf('#') + 1)
        : account.name();
  }
}
