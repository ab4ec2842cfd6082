package dev.purser.api.pages.signin;

import dev.purser.api.auth.Open;
import dev.purser.api.auth.Page;
import dev.purser.api.pages.session.Cookies;
import dev.purser.api.pages.session.Form;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.Templates;
import dev.purser.ledger.keys.ApiKey;
import dev.purser.ledger.keys.Keys;
import dev.purser.ledger.keys.Secrets;
import dev.purser.ledger.keys.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.CompletionCallback;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Signs people in with a key, and out again. */
@Page
@Path("/")
@Produces(Templates.HTML)
public final class SignInPage {
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;
  private static final int MOST_KEPT_BACK = 500;
  private static final URI HOME = URI.create("/");

  private final Keys keys;
  private final Sessions sessions;
  private final Cookies cookies;
  private final Clock clock;
  private final SignInLimit limit = new SignInLimit();
  private final Semaphore keptBack = new Semaphore(MOST_KEPT_BACK);

  public SignInPage(Keys keys, Cookies cookies, Clock clock) {
    this.keys = keys;
    this.sessions = keys.sessions();
    this.cookies = cookies;
    this.clock = clock;
  }

  @GET
  @Path("sign-in")
  @Open
  public SignInView form(@QueryParam("next") @Nullable String next, @Context Visit visit) {
    return new SignInView(visit, within(next).toString(), null);
  }

  @POST
  @Path("sign-in")
  @Open
  public void signIn(
      @Context Form form,
      @Context Visit visit,
      @Context HttpServletRequest request,
      @Suspended AsyncResponse response) {
    Instant now = clock.instant();
    URI next = within(form.text("next"));
    Optional<ApiKey> key = keys.find(form.textOrEmpty("key"), now);
    if (key.isEmpty()) {
      refuse(response, visit, next, request.getRemoteAddr(), now);
      return;
    }
    if (visit.caller() != null) {
      sessions.end(visit.token());
    }
    // Always a new token: one that was known before someone signed in is worth nothing after it.
    String token = Secrets.random();
    sessions.begin(token, key.get(), now);
    response.resume(Response.seeOther(next).cookie(cookies.visit(token)).build());
  }

  /**
   * Answers a wrong key. A right one is looked for first: people share their address with agents on
   * the same machine, or with everyone behind a proxy, and none of those may lock them out.
   */
  private void refuse(AsyncResponse response, Visit visit, URI next, String address, Instant now) {
    if (!limit.allows(address, now)) {
      response.resume(
          refused(TOO_MANY, visit, next, "Too many tries. Wait five minutes and try again."));
      return;
    }
    Response refusal =
        refused(UNAUTHORIZED, visit, next, "This key is not known, was revoked or has expired.");
    answer(response, refusal, limit.failed(address, now));
  }

  /** Keeps the answer back without holding a thread; beyond a bound nobody is kept waiting. */
  private void answer(AsyncResponse response, Response refusal, Duration delay) {
    if (delay.isZero() || !keptBack.tryAcquire()) {
      response.resume(refusal);
      return;
    }
    response.register((CompletionCallback) failure -> keptBack.release());
    response.setTimeoutHandler(late -> late.resume(refusal));
    response.setTimeout(delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Response refused(int status, Visit visit, URI next, String words) {
    return Response.status(status).entity(new SignInView(visit, next.toString(), words)).build();
  }

  @POST
  @Path("sign-out")
  @Open
  public Response signOut(@Context Form form, @Context Visit visit) {
    sessions.end(visit.token());
    return Response.seeOther(URI.create("/sign-in"))
        .cookie(cookies.visit(Secrets.random()), cookies.flash("You are signed out."))
        .build();
  }

  /** A path of this site and nothing else: a link may not lead elsewhere by way of the sign-in. */
  private static URI within(@Nullable String next) {
    try {
      return next != null && next.matches("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]*")
          ? new URI(next)
          : HOME;
    } catch (URISyntaxException e) {
      return HOME;
    }
  }
}
