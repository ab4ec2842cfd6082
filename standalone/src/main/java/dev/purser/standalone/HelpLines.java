package dev.purser.standalone;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Breaks lines of help at spaces only. Picocli breaks them wherever a language may, so also within
 * {@code smtp://user:password@host} and after each hyphen, and what is broken cannot be copied.
 */
final class HelpLines {
  /** Picocli's own breaks never come so late. */
  private static final int UNBROKEN = 10_000;

  private static final int MOST = 120;

  /** What stands in columns: a word, a gap, and what is said about it. */
  private static final Pattern COLUMNS = Pattern.compile("^(?:Usage: |\\s*\\S.*?\\s{2,})(?=\\S)");

  private HelpLines() {}

  /** The terminal's, within what is still read with ease. */
  static int width() {
    UsageMessageSpec terminal = new UsageMessageSpec();
    terminal.autoWidth(true);
    return Math.min(terminal.width(), MOST);
  }

  /** Has the command and its subcommands break lines at this width. */
  static void install(CommandLine commandLine, int width) {
    commandLine.setUsageHelpAutoWidth(false);
    commandLine.setUsageHelpWidth(UNBROKEN);
    Map<String, IHelpSectionRenderer> sections =
        new LinkedHashMap<>(commandLine.getHelpSectionMap());
    sections.replaceAll((name, section) -> help -> wrap(section.render(help), width));
    // Both stand on one line.
    sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING, help -> "");
    sections.put(
        UsageMessageSpec.SECTION_KEY_SYNOPSIS,
        help -> wrap(help.synopsisHeading() + help.synopsis(help.synopsisHeadingLength()), width));
    commandLine.setHelpSectionMap(sections);
  }

  /** Each line at most so wide, as far as its words let it be. */
  static String wrap(String text, int width) {
    StringBuilder wrapped = new StringBuilder();
    for (String line : text.split("\\R", -1)) {
      wrapped.append(wrapped.isEmpty() ? "" : System.lineSeparator());
      wrapLine(line.stripTrailing(), width, wrapped);
    }
    return wrapped.toString();
  }

  private static void wrapLine(String line, int width, StringBuilder to) {
    if (line.length() <= width) {
      to.append(line);
      return;
    }
    Matcher columns = COLUMNS.matcher(line);
    int indent = columns.find() ? columns.end() : line.length() - line.stripLeading().length();
    String next = System.lineSeparator() + " ".repeat(indent);
    to.append(line, 0, indent);
    int column = indent;
    for (String word : line.substring(indent).split(" +", -1)) {
      if (column > indent && column + 1 + word.length() > width) {
        to.append(next);
        column = indent;
      }
      to.append(column > indent ? " " : "").append(word);
      column += (column > indent ? 1 : 0) + word.length();
    }
  }
}
