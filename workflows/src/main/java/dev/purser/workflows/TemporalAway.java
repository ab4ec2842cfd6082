package dev.purser.workflows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a Temporal that cannot be reached, or not now, from one that refuses what is asked. */
public final class TemporalAway {
  /** What gRPC answers for a server that is away, starts, stops, or has too much to do. */
  private static final Set<Status.Code> CODES =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.CANCELLED,
          Status.Code.ABORTED,
          Status.Code.UNKNOWN);

  private TemporalAway() {}

  /** Whether the failure, or what caused it, says so: the same may be asked again later. */
  public static boolean isToldBy(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status) {
        return CODES.contains(status.getStatus().getCode());
      }
    }
    return false;
  }
}
