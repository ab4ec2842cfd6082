package dev.purser.workflows;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A person's (or a program's) word: pause, kill.
 *
 * @param actor who says it; required
 * @param reason why, in words
 */
public record Act(String actor, @Nullable String reason) {
  public Act {
    actor = Objects.requireNonNullElse(actor, "");
  }
}
