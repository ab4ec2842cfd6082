package dev.purser.api.pages.view;

import dev.purser.api.http.Problem;
import dev.purser.api.pages.session.Visit;

/** What went wrong, and what can be done. */
public final class ErrorView extends PageView {
  private final Problem problem;

  public ErrorView(Visit visit, Problem problem) {
    super("error.ftlh", visit, heading(problem.status()), "");
    this.problem = problem;
  }

  private static String heading(int status) {
    return switch (status) {
      case 403 -> "You may not do this";
      case 404 -> "There is no such page";
      case 409 -> "This cannot be done now";
      case 412 -> "Someone else was faster";
      case 422 -> "Something is not right yet";
      case 429 -> "Too many at once";
      case 503 -> "A part of Purser is away";
      default -> status >= 500 ? "Purser failed at this" : "This was not taken";
    };
  }

  /** The problem. */
  public Problem problem() {
    return problem;
  }
}
