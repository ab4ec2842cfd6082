package dev.purser.api.pages.session;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The cookies of the dashboard: out of the reach of scripts and of forms on other sites. */
public final class Cookies {
  /** The cookie that says whose visit it is. */
  public static final String VISIT = "purser_visit";

  private static final String FLASH = "purser_flash";
  private static final int FLASH_SECONDS = 30;
  private static final int LONGEST_FLASH = 1_000;

  private final boolean secure;

  /**
   * @param secure whether people reach the dashboard by https
   */
  public Cookies(boolean secure) {
    this.secure = secure;
  }

  /** The token that the browser brought. */
  public static @Nullable String visit(ContainerRequestContext request) {
    return value(request, VISIT);
  }

  static @Nullable String flash(ContainerRequestContext request) {
    String text = value(request, FLASH);
    try {
      return text == null || text.isEmpty()
          ? null
          : URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable String value(ContainerRequestContext request, String name) {
    Cookie cookie = request.getCookies().get(name);
    return cookie == null ? null : cookie.getValue();
  }

  /** Until the browser ends; a session ends on the server before that. */
  public NewCookie visit(String token) {
    return cookie(VISIT, token, NewCookie.DEFAULT_MAX_AGE);
  }

  /** What the next page says once. */
  public NewCookie flash(String text) {
    String bounded = text.length() <= LONGEST_FLASH ? text : text.substring(0, LONGEST_FLASH);
    return cookie(FLASH, URLEncoder.encode(bounded, StandardCharsets.UTF_8), FLASH_SECONDS);
  }

  /** Forgets what was shown. */
  public NewCookie flashSeen() {
    return cookie(FLASH, "", 0);
  }

  private NewCookie cookie(String name, String value, int maxAge) {
    return new NewCookie.Builder(name)
        .value(value)
        .path("/")
        .maxAge(maxAge)
        .secure(secure)
        .httpOnly(true)
        .sameSite(NewCookie.SameSite.LAX)
        .build();
  }
}
