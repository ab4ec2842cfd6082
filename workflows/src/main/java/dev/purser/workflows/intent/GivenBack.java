package dev.purser.workflows.intent;

import java.util.Objects;

/**
 * A claim whose reader went away before it was granted, or before it heard of it.
 *
 * @param claimId as in {@link Claim}
 */
public record GivenBack(String claimId) {
  public GivenBack {
    claimId = Objects.requireNonNullElse(claimId, "");
  }
}
