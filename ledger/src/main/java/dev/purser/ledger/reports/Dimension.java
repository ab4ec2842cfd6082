package dev.purser.ledger.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What costs can be grouped by.
 *
 * @param name as requests and answers spell it: {@code agent}, {@code day}, {@code tag:team} …
 * @param tag the tag's name; empty for all but tags
 */
public record Dimension(String name, String tag) {
  private static final String TAG = "tag:";
  private static final Pattern TAG_NAME = Pattern.compile("[^\\p{Cntrl}]{1,200}");

  /** What rows are summed by, over rollup r and intent i; {@code :zone} is the calendar's. */
  private static final Map<String, String> KEYS =
      Map.of(
          "agent", "r.agent_id",
          "model", "r.model",
          "intent", "r.intent_id",
          "intent_type", "coalesce(i.intent_type, '')",
          "task", "r.task",
          "hour", "date_trunc('hour', r.quarter, :zone)",
          "day", "cast(r.quarter at time zone :zone as date)",
          "month", "date_trunc('month', r.quarter at time zone :zone)");

  /** How a key that is no text is spelt; agents' are of table agent g. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "agent", "g.address",
          "intent",
              "case when %1$s = '00000000-0000-0000-0000-000000000000' then ''"
                  + " else cast(%1$s as text) end",
          "hour", "to_char(%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
          "day", "to_char(%s, 'YYYY-MM-DD')",
          "month", "to_char(%s, 'YYYY-MM')");

  private static final String WHAT_THERE_IS =
      "agent, model, intent, intent_type, task, hour, day, month, tag:KEY";

  /**
   * Reads a list such as {@code agent,day,tag:team}.
   *
   * @throws IllegalArgumentException saying what there is
   */
  public static List<Dimension> parse(String list) {
    List<Dimension> dimensions = new ArrayList<>();
    for (String part : list.split(",", -1)) {
      Dimension dimension = read(part.strip());
      if (dimension == null || dimensions.contains(dimension)) {
        throw new IllegalArgumentException("must be a list, each once, of " + WHAT_THERE_IS);
      }
      dimensions.add(dimension);
    }
    return dimensions;
  }

  /**
   * Reads a single one, which may be a tag with a comma in its name.
   *
   * @throws IllegalArgumentException saying what there is
   */
  public static Dimension of(String name) {
    Dimension dimension = read(name);
    if (dimension == null) {
      throw new IllegalArgumentException("must be one of " + WHAT_THERE_IS);
    }
    return dimension;
  }

  private static @Nullable Dimension read(String name) {
    if (name.startsWith(TAG)) {
      String tag = name.substring(TAG.length());
      return isTagName(tag) ? new Dimension(name, tag) : null;
    }
    return KEYS.containsKey(name) ? new Dimension(name, "") : null;
  }

  /** Whether costs can be grouped by a tag of this name. */
  static boolean isTagName(String tag) {
    return TAG_NAME.matcher(tag).matches();
  }

  /**
   * What rows are summed by, in SQL: of few bytes where that is possible, for there may be millions
   * of rows.
   *
   * @param index its place in the list, which names its parameter
   */
  String key(int index) {
    return tag.isEmpty()
        ? KEYS.getOrDefault(name, "''")
        : "coalesce(i.tags ->> :tag" + index + ", '')";
  }

  /** The key in that column as reports spell it, in SQL: a text and never null. */
  String text(String column) {
    return TEXTS.getOrDefault(name, "%s").formatted(column);
  }

  boolean isOfIntent() {
    return !tag.isEmpty() || name.equals("intent_type");
  }

  /** Whether it divides time: an hour, a day or a month. */
  public boolean isOfCalendar() {
    return name.equals("hour") || name.equals("day") || name.equals("month");
  }
}
