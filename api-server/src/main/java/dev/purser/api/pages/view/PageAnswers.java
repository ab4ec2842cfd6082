package dev.purser.api.pages.view;

import dev.purser.api.http.Problem;
import dev.purser.api.pages.session.Cookies;
import dev.purser.api.pages.session.PageFilter;
import dev.purser.api.pages.session.Visit;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;

/** What all pages answer with: their headers and cookies, and problems as pages for browsers. */
public final class PageAnswers implements ContainerResponseFilter {
  /** What pages may load: what comes from here, and no script or style written into them. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private final PageFilter visits;
  private final Cookies cookies;

  public PageAnswers(PageFilter visits, Cookies cookies) {
    this.visits = visits;
    this.cookies = cookies;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    boolean onPage = request.getProperty(PageFilter.VISIT) instanceof Visit;
    if (response.getEntity() instanceof Problem problem && (onPage || wantsPage(request))) {
      response.setEntity(
          new ErrorView(visits.visit(request), problem),
          new Annotation[0],
          MediaType.TEXT_HTML_TYPE);
    }
    if (request.getProperty(PageFilter.VISIT) instanceof Visit visit) {
      keep(visit, request, response);
    }
    if (isHtml(response)) {
      response.getHeaders().putSingle("Content-Security-Policy", CONTENT_SECURITY_POLICY);
      response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
      response.getHeaders().putSingle("Referrer-Policy", "same-origin");
    }
  }

  /** A path that is nobody's, asked for by a browser. */
  private static boolean wantsPage(ContainerRequestContext request) {
    return !request.getUriInfo().getPath().startsWith("v1/")
        && request.getAcceptableMediaTypes().contains(MediaType.TEXT_HTML_TYPE);
  }

  private static boolean isHtml(ContainerResponseContext response) {
    MediaType type = response.getMediaType();
    return type != null && type.isCompatible(MediaType.TEXT_HTML_TYPE);
  }

  private void keep(
      Visit visit, ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().putSingle("Cache-Control", "no-store");
    boolean sets = response.getCookies().containsKey(Cookies.VISIT);
    if (!sets && !visit.token().equals(Cookies.visit(request))) {
      response.getHeaders().add("Set-Cookie", cookies.visit(visit.token()));
    }
    if (visit.flash() != null && isHtml(response)) {
      response.getHeaders().add("Set-Cookie", cookies.flashSeen());
    }
  }
}
