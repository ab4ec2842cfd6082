package dev.purser.api.http;

import java.io.Serial;
import java.util.List;
import java.util.Map;

/** Ends a request with a {@link Problem}. */
public final class ProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** 422: a value that cannot be. */
  public static ProblemException invalid(String field, String reason) {
    return new ProblemException(Problem.field(422, "schema_invalid", field, reason));
  }

  /** 403: the key does not give the right. */
  public static ProblemException forbidden(String detail) {
    return new ProblemException(Problem.of(403, "forbidden", detail, List.of(), Map.of()));
  }

  /** 404, with the code of what is missing, e.g. {@code agent_not_found}. */
  public static ProblemException notFound(String code, String detail) {
    return new ProblemException(Problem.of(404, code, detail, List.of(), Map.of()));
  }

  /** 409. */
  public static ProblemException conflict(String detail) {
    return new ProblemException(Problem.of(409, "conflict", detail, List.of(), Map.of()));
  }

  public Problem problem() {
    return problem;
  }
}
