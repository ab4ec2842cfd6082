package dev.purser.domain.intent;

import java.util.List;

/** Something that happens to an intent. */
public sealed interface Step {
  /** Its workflow runs. */
  record Submit() implements Step {}

  /** It was handed to a worker. */
  record Deliver() implements Step {}

  /** The worker says that it has it. */
  record Acknowledge() implements Step {}

  /** The worker says that it works on it. */
  record Begin() implements Step {}

  /** The worker has let go of it, and it is not done: it is to be delivered again. */
  record LetGo() implements Step {}

  /**
   * The holds of these kinds are now exactly these.
   *
   * @param kinds which kinds this speaks of; holds of other kinds stay
   * @param holds all there are of these kinds
   */
  record Holds(List<HoldKind> kinds, List<Hold> holds) implements Step {
    /** Copies the lists; a hold of another kind is a mistake of the caller. */
    public Holds {
      kinds = List.copyOf(kinds);
      holds = List.copyOf(holds);
      for (Hold hold : holds) {
        if (!kinds.contains(hold.kind())) {
          throw new IllegalArgumentException("hold " + hold.kind() + " is not among " + kinds);
        }
      }
    }
  }

  /**
   * It ends.
   *
   * @param as COMPLETED, FAILED, CANCELED or TIMED_OUT
   */
  record End(IntentStatus as) implements Step {
    /** Refuses a status in which nothing ends. */
    public End {
      if (!as.isTerminal()) {
        throw new IllegalArgumentException(as + " is not terminal");
      }
    }
  }
}
