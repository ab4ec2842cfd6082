package dev.purser.api.auth;

import dev.purser.api.http.Problem;
import dev.purser.api.http.ProblemException;
import dev.purser.ledger.keys.ApiKey.Role;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call through whose key gives the right to it. What says nothing about rights is closed.
 */
@Priority(Priorities.AUTHENTICATION)
public final class AuthFilter implements ContainerRequestFilter {
  private static final String BEARER = "bearer ";

  private final Function<String, @Nullable Caller> keys;

  /**
   * @param keys whose key this is; null: nobody's
   */
  public AuthFilter(Function<String, @Nullable Caller> keys) {
    this.keys = keys;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = method(request);
    if (method != null && isOpen(method)) {
      return;
    }
    String key = key(request::getHeaderString);
    if (key == null) {
      throw failed("send a key as x-api-key, or as Authorization: Bearer");
    }
    Caller caller = keys.apply(key);
    if (caller == null) {
      throw failed("this key is not known, was revoked or has expired");
    }
    Needs needs = method == null ? null : method.getAnnotation(Needs.class);
    Role least = needs == null ? Role.ADMIN : needs.value();
    if (caller.role().compareTo(least) < 0) {
      throw ProblemException.forbidden(
          "this call takes the key of an "
              + least.name().toLowerCase(Locale.ROOT)
              + "; yours is that of an "
              + caller.role().name().toLowerCase(Locale.ROOT));
    }
    request.setSecurityContext(new Known(caller, request.getSecurityContext().isSecure()));
  }

  /** Pages ask for a session in place of a key. */
  private static boolean isOpen(Method method) {
    return method.isAnnotationPresent(Open.class)
        || method.getDeclaringClass().isAnnotationPresent(Page.class);
  }

  /**
   * The method that will answer; null: none. Asked of the request itself: an injected ResourceInfo
   * is looked up anew at each call.
   */
  public static @Nullable Method method(ContainerRequestContext request) {
    ResourceMethod matched =
        request.getUriInfo() instanceof ExtendedUriInfo info
            ? info.getMatchedResourceMethod()
            : null;
    return matched == null ? null : matched.getInvocable().getHandlingMethod();
  }

  /**
   * The key that a request comes with; null: none.
   *
   * @param headers its headers by name
   */
  public static @Nullable String key(Function<String, @Nullable String> headers) {
    String key = headers.apply("x-api-key");
    if (key != null && !key.isBlank()) {
      return key.strip();
    }
    String header = headers.apply("Authorization");
    if (header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return header.substring(BEARER.length()).strip();
    }
    return null;
  }

  private static ProblemException failed(String detail) {
    return new ProblemException(Problem.of(401, "auth_failed", detail, List.of(), Map.of()));
  }

  private record Known(Caller caller, boolean secure) implements SecurityContext {
    @Override
    public Principal getUserPrincipal() {
      return caller;
    }

    @Override
    public boolean isUserInRole(String role) {
      return caller.role().name().equalsIgnoreCase(role);
    }

    @Override
    public boolean isSecure() {
      return secure;
    }

    @Override
    public String getAuthenticationScheme() {
      return "key";
    }
  }
}
