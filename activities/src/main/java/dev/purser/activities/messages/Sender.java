package dev.purser.activities.messages;

/** Carries messages to one kind of target. */
public interface Sender {
  /**
   * Delivers it, or says why not; takes at most a few seconds.
   *
   * @param target an e-mail address or a URL
   * @throws NotDelivered if it did not arrive
   */
  void send(Message message, Target target) throws NotDelivered;
}
