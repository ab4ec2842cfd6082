package dev.purser.sdk;

import dev.purser.domain.money.Usd;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A call must not be made, while the intent itself may go on (perhaps with a smaller one). */
public final class AuthorizationDenied extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String reason;
  private final transient @Nullable Usd affordable;

  AuthorizationDenied(String reason, @Nullable String rule, @Nullable Usd affordable) {
    super("denied: " + reason + (rule == null ? "" : " (" + rule + ")"));
    this.reason = reason;
    this.affordable = affordable;
  }

  /** {@code limit}, {@code pending} or {@code unpriced}. */
  public String reason() {
    return reason;
  }

  /** The most that would have been allowed; null where that is not known. */
  public @Nullable Usd affordable() {
    return affordable;
  }
}
