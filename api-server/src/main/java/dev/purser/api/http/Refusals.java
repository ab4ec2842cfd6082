package dev.purser.api.http;

import dev.purser.ledger.Refused;
import java.util.List;
import java.util.function.Supplier;

/** Refusals that mean something else to one call than to the others. */
public final class Refusals {
  private Refusals() {}

  /** 409 budget_exceeded where a resume would leave a window full; elsewhere it is a 429. */
  public static <T> T conflictWhereFull(Supplier<T> work) {
    try {
      return work.get();
    } catch (Refused e) {
      if (e.code() != Refused.Code.BUDGET_EXCEEDED) {
        throw e;
      }
      ProblemException conflict =
          new ProblemException(
              Problem.of(
                  409, "budget_exceeded", String.valueOf(e.getMessage()), List.of(), e.details()));
      conflict.initCause(e);
      throw conflict;
    }
  }
}
