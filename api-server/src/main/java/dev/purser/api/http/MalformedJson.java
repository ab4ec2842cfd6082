package dev.purser.api.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with text that should be JSON, said to whoever wrote it: where, and what. */
public final class MalformedJson {
  private static final Pattern KNOWN =
      Pattern.compile(
          "(?s)(?<what>Unexpected close marker|Unexpected character|Unrecognized token"
              + "|Duplicate field|Trailing token|Invalid numeric value|Invalid UTF-8"
              + "|Illegal unquoted character)(?: \\(?'(?<which>.{1,60}?)')?.*");

  private MalformedJson() {}

  /** For example: {@code at line 1, column 12, it ends too soon}. */
  public static String words(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String what = what(e);
    return at == null || at.getLineNr() < 1
        ? what
        : "at line " + at.getLineNr() + ", column " + at.getColumnNr() + ", " + what;
  }

  /** The parser's own words are for its programmers: they name classes and settings. */
  private static String what(JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return "it ends too soon";
    }
    if (e instanceof StreamConstraintsException) {
      return "it is nested too deeply, or has a number or a name that is too long";
    }
    Matcher known = KNOWN.matcher(String.valueOf(e.getOriginalMessage()));
    if (!known.matches()) {
      return "it cannot be read";
    }
    String which = known.group("which") == null ? "something" : known.group("which");
    return switch (known.group("what")) {
      case "Unexpected close marker" -> "a " + which + " closes what was not opened by its like";
      case "Unexpected character" -> which + " is not what may follow there";
      case "Unrecognized token" -> which + " is no value (text must stand in double quotes)";
      case "Duplicate field" -> "the member " + which + " is there twice";
      case "Trailing token" -> "something follows after the end";
      case "Invalid numeric value" -> "a number is not written as JSON writes it";
      case "Invalid UTF-8" -> "a byte is not UTF-8";
      default -> "a text has a control character that is not escaped";
    };
  }
}
