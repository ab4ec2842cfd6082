package dev.purser.sdk;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the agent may take intents: Purser's last word on its key and its address. Closed until
 * Purser has answered once; a Purser that is away later changes nothing.
 */
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /** Who lets intents in. Called by one thread at a time. */
  interface Keeper {
    void open();

    void close(String why);
  }

  private final String agent;
  private @Nullable Keeper keeper;
  private boolean open;
  private @Nullable String refusal;

  Gate(String agent) {
    this.agent = agent;
  }

  /** From now on this one opens and closes, as is due now already. */
  synchronized void keptBy(Keeper given) {
    keeper = given;
    if (open) {
      given.open();
    }
  }

  /** Purser knows the key and the agent is its own. */
  synchronized void open() {
    if (open) {
      return;
    }
    open = true;
    if (refusal != null) {
      LOG.info("Purser lets {} in again: it takes intents", agent);
    }
    refusal = null;
    if (keeper != null) {
      keeper.open();
    }
  }

  /** Purser does not know the key, or it is for something else. */
  synchronized void close(String why) {
    boolean news = refusal == null;
    refusal = why;
    if (keeper == null) {
      return;
    }
    if (news) {
      LOG.error(
          "{} takes no intents and gives back those at work; what was spent is kept and sent when"
              + " Purser takes it: {}",
          agent,
          why);
    }
    if (open) {
      open = false;
      keeper.close(why);
    }
  }

  synchronized boolean isOpen() {
    return open;
  }
}
