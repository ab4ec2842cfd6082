package dev.purser.domain.window;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a limit runs over: the life of an intent or a tree, a task's day, or a calendar period. */
public enum Period {
  INTENT,
  TASK,
  TREE,
  HOUR,
  DAY,
  WEEK,
  MONTH;

  /** Whether the calendar of a time zone divides it: hour, day, week and month. */
  public boolean isCalendar() {
    return compareTo(HOUR) >= 0;
  }

  /** The name in JSON: lower case. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The period of a name in JSON.
   *
   * @throws IllegalArgumentException listing the names there are
   */
  public static Period fromWire(String wire) {
    for (Period period : values()) {
      if (period.wire().equals(wire)) {
        return period;
      }
    }
    String names = Arrays.stream(values()).map(Period::wire).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("period must be one of " + names + ", not \"" + wire + "\"");
  }
}
