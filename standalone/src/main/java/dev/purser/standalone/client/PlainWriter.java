package dev.purser.standalone.client;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;

/**
 * Writes text with the names and reasons of others in it so that the terminal shows it and obeys
 * none of it: what would move the cursor, colour, hide or turn text around stands there as JSON
 * writes it, which inside of JSON means the same.
 */
public final class PlainWriter extends FilterWriter {
  /** Joins scripts and emoji; both are marks of format, as those that are written out. */
  private static final String JOINERS = "\u200c\u200d";

  private PlainWriter(Writer out) {
    super(out);
  }

  /** Writes to {@code out}, lines and tabs as they are. */
  public static PrintWriter over(PrintWriter out) {
    return new PrintWriter(new PlainWriter(out));
  }

  /** The text on one line, in plain characters alone. */
  static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      line.append(plain(text.charAt(i), ""));
    }
    return line.toString();
  }

  @Override
  public void write(int c) throws IOException {
    out.write(plain((char) c, "\r\n\t"));
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      write(text[i]);
    }
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      write(text.charAt(i));
    }
  }

  private static String plain(char c, String taken) {
    boolean obeyed =
        switch (Character.getType(c)) {
          case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
              taken.indexOf(c) < 0;
          case Character.FORMAT -> JOINERS.indexOf(c) < 0;
          default -> false;
        };
    return obeyed ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c);
  }
}
