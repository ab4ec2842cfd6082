package dev.purser.domain.intent;

import java.util.Locale;

/** What happened to an intent, as its event list tells it. */
public enum EventType {
  CREATED,
  SUBMITTED,
  DELIVERED,
  ACKNOWLEDGED,
  IN_PROGRESS,
  WAITING,
  RESUMED,
  ALERTED,
  COMPLETED,
  FAILED,
  CANCELED,
  TIMED_OUT,
  DELIVERY_FAILED;

  /** As answers spell it: {@code intent.in_progress}. */
  public String wire() {
    return "intent." + name().toLowerCase(Locale.ROOT);
  }
}
