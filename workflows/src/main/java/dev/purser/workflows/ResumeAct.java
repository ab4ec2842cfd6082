package dev.purser.workflows;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A resume, after the ledger has said what may go.
 *
 * @param actor who says it; required
 * @param holdIds the ledger's holds that go
 * @param version the account's version as the ledger gave it: news up to it are known
 */
public record ResumeAct(String actor, @Nullable String reason, List<Long> holdIds, long version) {
  public ResumeAct {
    actor = Objects.requireNonNullElse(actor, "");
    holdIds = holdIds == null ? List.of() : List.copyOf(holdIds);
  }
}
