package dev.purser.logging;

import ch.qos.logback.classic.Level;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the environment says about log lines.
 *
 * @param level from which on Purser's own lines are written
 * @param json one JSON object a line, instead of text
 */
public record LogSettings(Level level, boolean json) {
  /** Lines of text from INFO on. */
  static final LogSettings DEFAULT = new LogSettings(Level.INFO, false);

  private static final String LEVEL = "PURSER_LOG_LEVEL";
  private static final String FORMAT = "PURSER_LOG_FORMAT";
  private static final Set<String> LEVELS =
      Set.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE");

  /**
   * Reads {@code PURSER_LOG_LEVEL} and {@code PURSER_LOG_FORMAT}.
   *
   * @throws IllegalArgumentException naming the variable and what would be right
   */
  public static LogSettings of(Map<String, String> environment) {
    String level = get(environment, LEVEL, "INFO").toUpperCase(Locale.ROOT);
    if (!LEVELS.contains(level)) {
      throw new IllegalArgumentException(
          LEVEL + " must be OFF, ERROR, WARN, INFO, DEBUG or TRACE, not " + level);
    }
    String format = get(environment, FORMAT, "text");
    return switch (format) {
      case "text" -> new LogSettings(Level.toLevel(level), false);
      case "json" -> new LogSettings(Level.toLevel(level), true);
      default ->
          throw new IllegalArgumentException(FORMAT + " must be text or json, not " + format);
    };
  }

  private static String get(Map<String, String> environment, String name, String otherwise) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? otherwise : value.strip();
  }
}
