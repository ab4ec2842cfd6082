package dev.purser.standalone.demo;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Sets every line two columns to the right, so that output stands apart from the story. */
final class Indented extends FilterWriter {
  private boolean atStart = true;

  Indented(Writer out) {
    super(out);
  }

  @Override
  public void write(int character) throws IOException {
    if (atStart && character != '\n') {
      out.write("  ");
    }
    out.write(character);
    atStart = character == '\n';
  }

  @Override
  public void write(char[] characters, int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      write(characters[i]);
    }
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    write(text.toCharArray(), from, length);
  }
}
