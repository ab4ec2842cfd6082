package dev.purser.sdk;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where Purser answers: one address or several of one ledger. The one that answered is kept to. */
final class Servers {
  private final List<URI> bases;
  private int current;

  private Servers(List<URI> bases) {
    this.bases = bases;
  }

  /** Reads addresses with commas between them. */
  static Servers of(@Nullable String urls) {
    if (urls == null) {
      throw new IllegalArgumentException(
          "the address of Purser is missing: is PURSER_URL, or what you keep it in, set?");
    }
    List<URI> bases =
        Arrays.stream(urls.split(",", -1)).map(String::strip).map(Servers::base).toList();
    return new Servers(bases);
  }

  private static URI base(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw wrong(url);
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!List.of("http", "https").contains(scheme)
        || uri.getHost() == null
        || uri.getQuery() != null
        || uri.getFragment() != null) {
      throw wrong(url);
    }
    return url.endsWith("/") ? URI.create(url.substring(0, url.length() - 1)) : uri;
  }

  private static IllegalArgumentException wrong(String url) {
    return new IllegalArgumentException(
        "purser must be like http://127.0.0.1:8080, or several of them with commas between, not '"
            + url
            + "'");
  }

  /** Whom to ask now. */
  synchronized URI current() {
    return bases.get(current);
  }

  /** This one did not answer: the next is asked from now on, unless another call saw to that. */
  synchronized void failed(URI base) {
    if (bases.get(current).equals(base)) {
      current = (current + 1) % bases.size();
    }
  }

  int size() {
    return bases.size();
  }

  @Override
  public String toString() {
    return String.join(", ", bases.stream().map(URI::toString).toList());
  }
}
