package dev.purser.activities.telling;

import dev.purser.activities.messages.Target;

/** Who gets a message: a target, or why there is none. */
sealed interface Recipient {
  /** It can be sent there. */
  record Known(Target target) implements Recipient {}

  /** It can be sent nowhere, in words for an operator. */
  record Unknown(String reason) implements Recipient {}
}
