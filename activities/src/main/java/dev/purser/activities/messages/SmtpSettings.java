package dev.purser.activities.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.purser.domain.InvalidFieldException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where and how mail is handed over.
 *
 * @param login null: without authentication
 */
public record SmtpSettings(String host, int port, Security security, @Nullable Login login) {
  private static final String VARIABLE = "PURSER_SMTP_URL";
  private static final String SHAPE =
      "must look like smtp://user:password@host:587?starttls=true or smtps://user:password@host,"
          + " user and password percent-encoded";

  /** How the connection is kept private. */
  public enum Security {
    /** Not at all: for a relay on the same machine. */
    NONE,
    /** It begins in the clear and must turn to TLS before anything is said. */
    STARTTLS,
    /** TLS from the first byte. */
    TLS
  }

  /** Who hands the mail over. */
  public record Login(String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return user;
    }
  }

  /**
   * Reads {@code PURSER_SMTP_URL}.
   *
   * @throws InvalidFieldException saying what is wrong, and never what the password is: not in its
   *     cause either
   */
  static SmtpSettings parse(String url) {
    URI uri = uri(url);
    String host = uri.getHost();
    if (host == null) {
      throw wrong("names no host: it " + SHAPE);
    }
    if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
      throw wrong("has a path, which says nothing here: it " + SHAPE);
    }
    Security security = security(uri);
    int port = uri.getPort() < 0 ? usualPort(security) : uri.getPort();
    if (port < 1 || port > 65_535) {
      throw wrong("has a port that is not between 1 and 65535");
    }
    return new SmtpSettings(unbracketed(host), port, security, login(uri.getRawUserInfo()));
  }

  /** The exception would carry the whole text with it, so it is not a cause. */
  @SuppressWarnings("UnusedException")
  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw wrong(SHAPE);
    }
  }

  private static Security security(URI uri) {
    String query = uri.getRawQuery();
    boolean starttls = "starttls=true".equals(query);
    if (query != null && !starttls && !query.equals("starttls=false")) {
      throw wrong("takes one option, ?starttls=true or ?starttls=false");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "smtp" -> starttls ? Security.STARTTLS : Security.NONE;
      case "smtps" -> {
        if (starttls) {
          throw wrong("asks for both: smtps:// is encrypted from the start, without starttls");
        }
        yield Security.TLS;
      }
      default -> throw wrong("must begin with smtp:// or smtps://");
    };
  }

  private static int usualPort(Security security) {
    return switch (security) {
      case NONE -> 25;
      case STARTTLS -> 587;
      case TLS -> 465;
    };
  }

  private static @Nullable Login login(@Nullable String userInfo) {
    if (userInfo == null || userInfo.isEmpty()) {
      return null;
    }
    int colon = userInfo.indexOf(':');
    if (colon < 1) {
      throw wrong("has a user without a password, or the other way round: it " + SHAPE);
    }
    return new Login(decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
  }

  /** Percent-encoding as in URLs, where a plus is a plus: URLDecoder reads forms. */
  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static InvalidFieldException wrong(String reason) {
    return new InvalidFieldException(VARIABLE, reason);
  }

  /** Where, for an operator. */
  String where() {
    return host + ":" + port;
  }
}
