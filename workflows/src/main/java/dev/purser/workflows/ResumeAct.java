package dev.purser.workflows;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A resume, after the ledger has said what may go.
 *
 * @param actor who says it; required
 * @param holdIds the ledger's holds that go
 * @param version the account's version as the ledger gave it: news up to it are known; 0: it could
 *     not be asked
 */
public record ResumeAct(String actor, @Nullable String reason, List<Long> holdIds, long version) {
  /** Whether the ledger could not be asked: no limit goes, only what persons said. */
  public boolean isAway() {
    return version == 0;
  }

  public ResumeAct {
    actor = Objects.requireNonNullElse(actor, "");
    holdIds = holdIds == null ? List.of() : List.copyOf(holdIds);
  }
}
