package dev.purser.workflows.messages;

import io.temporal.activity.ActivityInterface;

/**
 * Sends what is to be told. However often it is asked, by however many, one message goes out: the
 * ledger hands each try to one.
 */
@ActivityInterface
public interface MessageActivities {
  /**
   * Sends a notification, by itself or with others; returns once it is settled, and fails while it
   * is not: to be tried again, after the time that the failure names.
   */
  void deliver(long notificationId);

  /** Writes down that it was tried long enough; changes nothing about one that is settled. */
  void giveUp(long notificationId);

  /** Sends a test to a channel, once. */
  ChannelTested test(ChannelTest test);
}
