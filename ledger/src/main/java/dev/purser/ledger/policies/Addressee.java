package dev.purser.ledger.policies;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is told, as a rule names them.
 *
 * @param kind what the text is
 * @param text as the rule has it
 */
public record Addressee(Kind kind, String text) {
  /**
   * The longest there may be: it stands in an index, whose rows PostgreSQL bounds at 2,704 bytes.
   */
  public static final int LONGEST = 600;

  /** Also what keeps a mail's header one line with one address. */
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@<>,;:\"()\\[\\]\\\\\\p{Cntrl}]+@[^\\s@<>,;:\"()\\\\\\p{Cntrl}]+");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern HTTP = Pattern.compile("(?i)https?://.*", Pattern.DOTALL);

  /** What can be named. */
  public enum Kind {
    EMAIL,
    URL,
    /** The name of a channel. */
    CHANNEL
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException saying what would be right
   */
  public static Addressee parse(String text) {
    if (text.length() <= LONGEST) {
      if (HTTP.matcher(text).matches()) {
        requireUrl(text);
        return new Addressee(Kind.URL, text);
      }
      if (EMAIL.matcher(text).matches()) {
        return new Addressee(Kind.EMAIL, text);
      }
      if (isName(text)) {
        return new Addressee(Kind.CHANNEL, text);
      }
    }
    throw new IllegalArgumentException(
        "must be an e-mail address, a URL or the name of a channel, of at most "
            + LONGEST
            + " characters");
  }

  /** Whether a channel may be called so. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * Refuses what is no e-mail address.
   *
   * @throws IllegalArgumentException saying what would be right
   */
  public static void requireEmail(String text) {
    if (text.length() > LONGEST || !EMAIL.matcher(text).matches()) {
      throw new IllegalArgumentException("must be an e-mail address like ops@company.com");
    }
  }

  /**
   * Refuses what is no URL of http or https.
   *
   * @throws IllegalArgumentException saying what would be right
   */
  public static void requireUrl(String text) {
    try {
      URI uri = new URI(text);
      if (text.length() <= LONGEST && HTTP.matcher(text).matches() && uri.getHost() != null) {
        return;
      }
    } catch (URISyntaxException e) {
      throw wrongUrl(e);
    }
    throw wrongUrl(null);
  }

  private static IllegalArgumentException wrongUrl(@Nullable Exception e) {
    return new IllegalArgumentException(
        "must be a URL like https://example.com/hook, of at most " + LONGEST + " characters", e);
  }

  /** Of a URL the host alone: its path may be a secret. Whatever else is shown as it is. */
  public static String shown(String text) {
    if (!HTTP.matcher(text).matches()) {
      return text;
    }
    try {
      String host = new URI(text).getHost();
      return host == null ? "URL" : host;
    } catch (URISyntaxException e) {
      return "URL";
    }
  }
}
