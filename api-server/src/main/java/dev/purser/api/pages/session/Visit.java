package dev.purser.api.pages.session;

import dev.purser.api.auth.Caller;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.keys.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A browser that looks at pages.
 *
 * @param token what its cookie carries; of a session, once someone has signed in
 * @param caller who is signed in; null: nobody
 * @param flash what the last form came to, to be shown once; null: nothing
 */
public record Visit(String token, @Nullable Caller caller, @Nullable String flash) {
  /** What forms of this visit carry, and no other site can know. */
  public String formToken() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.hash("form:" + token));
  }

  /** Whether a form was made for this visit. */
  boolean made(@Nullable String formToken) {
    return formToken != null
        && MessageDigest.isEqual(
            formToken.getBytes(StandardCharsets.UTF_8),
            formToken().getBytes(StandardCharsets.UTF_8));
  }

  /** Who is signed in; pages that need someone are not reached without. */
  public Caller known() {
    if (caller == null) {
      throw new IllegalStateException("nobody is signed in");
    }
    return caller;
  }

  /** Whether the visitor may what this role may. */
  public boolean may(Role role) {
    return caller != null && caller.role().compareTo(role) >= 0;
  }

  /** Whether the visitor may stop and release. */
  public boolean mayAct() {
    return may(Role.OPERATOR);
  }

  /** Whether the visitor may change policies, keys, channels and prices. */
  public boolean maySetUp() {
    return may(Role.ADMIN);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return caller == null ? "a visit" : "a visit of " + caller.name();
  }
}
