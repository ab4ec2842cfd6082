package dev.purser.activities.messages;

import org.jspecify.annotations.Nullable;

/** A message did not arrive. The text says why in words for an operator, without secrets. */
public final class NotDelivered extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean forGood;

  private NotDelivered(String reason, boolean forGood, @Nullable Throwable cause) {
    super(reason, cause);
    this.forGood = forGood;
  }

  /** Trying again may help. */
  public static NotDelivered yet(String reason, @Nullable Throwable cause) {
    return new NotDelivered(reason, false, cause);
  }

  /** Trying again is of no use: the receiver is gone, or may not be spoken to. */
  public static NotDelivered everAgain(String reason) {
    return new NotDelivered(reason, true, null);
  }

  /** Whether trying again is of no use. */
  public boolean isForGood() {
    return forGood;
  }
}
