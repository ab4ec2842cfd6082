package dev.purser.standalone.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;

/**
 * The person at the keyboard, if there is one. {@code ./purser} says so in a property: from Java 22
 * on {@code System.console()} no longer does.
 */
public final class Terminal {
  private Terminal() {}

  /** Whether input and messages are a person's. */
  public static boolean isThere() {
    return Boolean.getBoolean("purser.terminal");
  }

  /** The next line that is typed; empty at the end of the input. */
  public static String readLine() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
      return line == null ? "" : line.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
