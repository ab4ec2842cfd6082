package dev.purser.workflows.summary;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * Who gets the daily summary, and when.
 *
 * @param addressees e-mail addresses, URLs or names of channels; none: there is no summary
 * @param at the time of day, {@code HH:MM}
 * @param zone whose calendar and clock it follows
 */
public record SummarySettings(List<String> addressees, String at, String zone) {
  /** No summary. */
  public static final SummarySettings NONE = new SummarySettings(List.of(), "08:00", "UTC");

  public SummarySettings {
    addressees = addressees == null ? List.of() : List.copyOf(addressees);
    at = at == null ? "08:00" : at;
    zone = zone == null ? "UTC" : zone;
  }

  /** Whether anyone gets one. */
  public boolean isOn() {
    return !addressees.isEmpty();
  }

  LocalTime time() {
    return LocalTime.parse(at);
  }

  ZoneId zoneId() {
    return ZoneId.of(zone);
  }
}
