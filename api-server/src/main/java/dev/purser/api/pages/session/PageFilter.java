package dev.purser.api.pages.session;

import dev.purser.api.auth.AuthFilter;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Open;
import dev.purser.api.auth.Page;
import dev.purser.api.http.BodyReader;
import dev.purser.api.http.Problem;
import dev.purser.api.http.ProblemException;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.keys.Secrets;
import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out who visits a page and whether they may; takes no form that was not made for the visit.
 */
@Priority(Priorities.AUTHENTICATION)
public final class PageFilter implements ContainerRequestFilter {
  /** The property of a request that says who visits. */
  public static final String VISIT = "purser.visit";

  static final String FORM = "purser.form";

  private final Function<String, Optional<Caller>> sessions;

  /**
   * @param sessions who is signed in under this token
   */
  public PageFilter(Function<String, Optional<Caller>> sessions) {
    this.sessions = sessions;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    Method method = AuthFilter.method(request);
    if (method == null || !method.getDeclaringClass().isAnnotationPresent(Page.class)) {
      return;
    }
    Visit visit = visit(request);
    request.setProperty(VISIT, visit);
    boolean open = method.isAnnotationPresent(Open.class);
    if (!open && visit.caller() == null) {
      request.abortWith(signInFirst(request));
      return;
    }
    if (!open) {
      requireRole(method, visit.known());
    }
    if (!request.getMethod().equals(HttpMethod.GET)) {
      request.setProperty(FORM, form(request, visit));
    }
  }

  /** Who visits, whatever is looked at. */
  public Visit visit(ContainerRequestContext request) {
    String token = Cookies.visit(request);
    String flash = Cookies.flash(request);
    if (token == null || token.isEmpty()) {
      return new Visit(Secrets.random(), null, flash);
    }
    return new Visit(token, sessions.apply(token).orElse(null), flash);
  }

  private static Response signInFirst(ContainerRequestContext request) {
    if (request.getAcceptableMediaTypes().stream().anyMatch(PageFilter::isStream)) {
      // A script listens for news: this ends it, and the script opens its page anew.
      return Response.noContent().build();
    }
    boolean back = request.getMethod().equals(HttpMethod.GET);
    String path = request.getUriInfo().getRequestUri().getRawPath();
    String query = request.getUriInfo().getRequestUri().getRawQuery();
    String next = query == null ? path : path + "?" + query;
    return Response.seeOther(
            URI.create(
                back && !next.equals("/")
                    ? "/sign-in?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8)
                    : "/sign-in"))
        .build();
  }

  private static boolean isStream(MediaType type) {
    return type.getSubtype().equals(MediaType.SERVER_SENT_EVENTS_TYPE.getSubtype());
  }

  private static void requireRole(Method method, Caller caller) {
    Needs needs = method.getAnnotation(Needs.class);
    Role least = needs == null ? Role.ADMIN : needs.value();
    if (caller.role().compareTo(least) < 0) {
      throw ProblemException.forbidden(
          "this takes the key of an " + least.name().toLowerCase(Locale.ROOT));
    }
  }

  private static Form form(ContainerRequestContext request, Visit visit) throws IOException {
    MediaType type = request.getMediaType();
    if (type == null || !type.isCompatible(MediaType.APPLICATION_FORM_URLENCODED_TYPE)) {
      throw refused(415, "unsupported_media_type", "a page takes forms only");
    }
    byte[] body = request.getEntityStream().readNBytes(BodyReader.MAX_BYTES);
    if (request.getEntityStream().read() >= 0) {
      throw refused(413, "body_too_large", "the form is too large");
    }
    Form form = Form.read(body);
    if (!visit.made(form.text(Form.TOKEN))) {
      throw refused(
          403, "form_not_yours", "this form was not made for you, or is old: open the page again");
    }
    return form;
  }

  private static ProblemException refused(int status, String code, String words) {
    return new ProblemException(Problem.of(status, code, words, List.of(), Map.of()));
  }
}
