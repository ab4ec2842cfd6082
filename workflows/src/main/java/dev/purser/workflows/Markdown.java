package dev.purser.workflows;

/** Words for Temporal's UI, which reads Markdown, and what stands between two $ as a formula. */
public final class Markdown {
  private static final String SPECIAL = "\\`*_$|<[";

  private Markdown() {}

  /** Text or an amount, shown as it is. */
  public static String text(Object shown) {
    StringBuilder text = new StringBuilder();
    shown
        .toString()
        .chars()
        .forEach(
            one -> {
              if (SPECIAL.indexOf(one) >= 0) {
                text.append('\\');
              }
              text.append((char) one);
            });
    return text.toString();
  }
}
