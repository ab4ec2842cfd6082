package dev.purser.api.pages.signin;

import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.PageView;
import org.jspecify.annotations.Nullable;

/** The sign-in form. */
public final class SignInView extends PageView {
  private final String next;
  private final @Nullable String wrong;

  SignInView(Visit visit, String next, @Nullable String wrong) {
    super("sign-in.ftlh", visit, "Sign in", "");
    this.next = next;
    this.wrong = wrong;
  }

  /** Where to go then. */
  public String next() {
    return next;
  }

  /** What was wrong with the last try. */
  public @Nullable String wrong() {
    return wrong;
  }
}
