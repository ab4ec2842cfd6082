package dev.purser.browser;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mails that a Purser sends, as whoever gets them reads them. */
public interface Post {
  /** The text of each one that has come so far. */
  List<String> mails();

  /** The path of the first link that a mail calls so, once one has come. */
  default String link(String label) {
    Pattern wanted =
        Pattern.compile(Pattern.quote(label) + "[^\\n]*:\\s*\\|?\\s*https?://[^/]+(/link/\\S+)");
    return Until.there(
            "a mail with a link to " + label,
            () -> mails().stream().map(wanted::matcher).filter(Matcher::find).findFirst())
        .group(1);
  }
}
