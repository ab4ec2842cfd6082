package dev.purser.domain.intent;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an intent stands, with everything that holds it.
 *
 * @param beneath where it stands or, while it waits, where it stood; never WAITING
 * @param holds what it waits for, the oldest first
 */
public record IntentState(IntentStatus beneath, List<Hold> holds) {
  /** A new intent. */
  public static final IntentState NEW = new IntentState(IntentStatus.CREATED, List.of());

  /** Sorts the holds; a terminal state has none. */
  public IntentState {
    if (beneath == IntentStatus.WAITING) {
      throw new IllegalArgumentException("beneath must not be WAITING");
    }
    holds =
        beneath.isTerminal()
            ? List.of()
            : holds.stream().sorted(Comparator.comparing(Hold::at)).toList();
  }

  /** What the world is told: WAITING while anything holds it. */
  public IntentStatus status() {
    return holds.isEmpty() ? beneath : IntentStatus.WAITING;
  }

  /** The oldest hold. */
  public @Nullable Hold parkedBy() {
    return holds.isEmpty() ? null : holds.get(0);
  }
}
