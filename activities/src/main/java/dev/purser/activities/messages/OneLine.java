package dev.purser.activities.messages;

/**
 * Text of others on one line. What agents name themselves and their work reaches people's screens:
 * a line break would forge a header or a line of the message, an escape would write to a terminal,
 * and a mark of direction would turn the amount beside it around.
 */
final class OneLine {
  /** Joins scripts and emoji; both are marks of format, as those that are dropped. */
  private static final String JOINERS = "\u200c\u200d";

  private OneLine() {}

  /** Breaks and controls are a space, invisible marks are dropped, letters of any script stay. */
  static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(line, c));
    return line.toString().strip();
  }

  /** The same, of at most so many characters. */
  static String of(String text, int most) {
    return shortened(of(text), most);
  }

  /** Never splits a character of two halves. */
  static String shortened(String text, int most) {
    if (text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most - 3)) + "...";
  }

  private static void append(StringBuilder line, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          space(line);
      case Character.FORMAT -> {
        if (JOINERS.indexOf(c) >= 0) {
          line.appendCodePoint(c);
        }
      }
      case Character.SURROGATE -> line.append('?');
      case Character.SPACE_SEPARATOR -> space(line);
      default -> line.appendCodePoint(c);
    }
  }

  private static void space(StringBuilder line) {
    if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
      line.append(' ');
    }
  }
}
