package dev.purser.api.http;

import dev.purser.domain.InvalidFieldException;
import dev.purser.ledger.Refused;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever ends a request into problem+json. No stack trace leaves the server. */
public final class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);
  private static final int RETRY_SECONDS = 2;

  /**
   * After a denial nothing is gained by asking again soon; when the window really ends stands in
   * the details.
   */
  private static final Duration DENIED_FOR = Duration.ofSeconds(30);

  private static final Set<String> DENIALS = Set.of("budget_exceeded", "rate_limited");

  private static final int SERVER_ERROR = 500;

  private final Clock clock;

  public ProblemMapper(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Response toResponse(Throwable thrown) {
    Problem problem = problem(thrown);
    Response.ResponseBuilder answer =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    if (problem.error().retryable()) {
      askAgain(problem, answer);
    }
    if (problem.status() == Response.Status.UNAUTHORIZED.getStatusCode()) {
      answer.header("WWW-Authenticate", "Bearer realm=\"purser\"");
    }
    if (thrown instanceof NotAllowedException notAllowed) {
      answer.header("Allow", notAllowed.getResponse().getHeaderString("Allow"));
    }
    return answer.build();
  }

  /**
   * Many clients sleep out a number of seconds at each of their tries, and answer a caller a minute
   * later what is known at once; after a denial they are told not to, and given a date.
   */
  private void askAgain(Problem problem, Response.ResponseBuilder answer) {
    if (DENIALS.contains(problem.error().code())) {
      answer.header("Retry-After", Date.from(clock.instant().plus(DENIED_FOR)));
      answer.header("x-should-retry", "false");
    } else {
      answer.header("Retry-After", RETRY_SECONDS);
    }
  }

  /** The problem that tells of it. */
  public static Problem problem(Throwable thrown) {
    if (thrown instanceof CompletionException wrapper && wrapper.getCause() != null) {
      return problem(wrapper.getCause());
    }
    if (thrown instanceof ProblemException known) {
      return known.problem();
    }
    if (thrown instanceof Refused refused) {
      return problem(refused);
    }
    if (thrown instanceof InvalidFieldException invalid) {
      return Problem.field(422, "schema_invalid", invalid.field(), invalid.reason());
    }
    if (thrown instanceof WebApplicationException web) {
      return problem(web);
    }
    LOG.error("A request failed", thrown);
    return Problem.of(
        SERVER_ERROR,
        "internal_error",
        "Purser failed at this; its log says why",
        List.of(),
        Map.of());
  }

  private static Problem problem(Refused refused) {
    String message = refused.getMessage() == null ? "" : refused.getMessage();
    List<Problem.Wrong> errors =
        refused.field() == null
            ? List.of()
            : List.of(new Problem.Wrong(refused.field(), withoutField(refused.field(), message)));
    return switch (refused.code()) {
      case NOT_FOUND ->
          Problem.of(404, refused.missing() + "_not_found", message, errors, refused.details());
      case CONFLICT -> Problem.of(409, "conflict", message, errors, refused.details());
      case INVALID -> Problem.of(422, "schema_invalid", message, errors, refused.details());
      case POLICY_DENIED -> Problem.of(403, "policy_denied", message, errors, refused.details());
      case BUDGET_EXCEEDED ->
          Problem.of(429, "budget_exceeded", message, errors, refused.details());
      case RATE_LIMITED -> Problem.of(429, "rate_limited", message, errors, refused.details());
      case STALE -> Problem.of(412, "stale_version", message, errors, refused.details());
      case UNAVAILABLE -> Problem.of(503, "unavailable", message, errors, refused.details());
    };
  }

  private static String withoutField(String field, String message) {
    return message.startsWith(field + " ") ? message.substring(field.length() + 1) : message;
  }

  private static Problem problem(WebApplicationException web) {
    int status = web.getResponse().getStatus();
    return switch (status) {
      case 404 -> Problem.of(404, "not_found", "there is no such path", List.of(), Map.of());
      case 405 ->
          Problem.of(
              405,
              "method_not_allowed",
              "this path does not take this method; Allow lists those it takes",
              List.of(),
              Map.of());
      case 406 ->
          Problem.of(
              406,
              "not_acceptable",
              "no answer of the type that Accept asks for",
              List.of(),
              Map.of());
      case 415 ->
          Problem.of(
              415,
              "unsupported_media_type",
              "the body must be sent as Content-Type: application/json",
              List.of(),
              Map.of());
      default -> {
        if (status >= SERVER_ERROR) {
          LOG.error("A request failed", web);
        }
        yield Problem.of(
            status,
            status >= SERVER_ERROR ? "internal_error" : "bad_request",
            web.getResponse().getStatusInfo().getReasonPhrase(),
            List.of(),
            Map.of());
      }
    };
  }
}
