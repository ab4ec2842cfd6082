package dev.purser.workflows.intent;

import java.util.Objects;

/**
 * A reader wants the intent.
 *
 * @param claimant who, in words
 * @param leaseMillis how long the claim holds without a sign of life; 0: 60 s
 * @param id names the claim, so that it can be given back; empty: it cannot
 */
public record Claim(String claimant, long leaseMillis, String id) {
  public Claim {
    claimant = Objects.requireNonNullElse(claimant, "");
    leaseMillis = leaseMillis < 1 ? 60_000 : leaseMillis;
    id = Objects.requireNonNullElse(id, "");
  }
}
