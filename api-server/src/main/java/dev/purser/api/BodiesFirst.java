package dev.purser.api;

import dev.purser.api.auth.AuthFilter;
import dev.purser.api.http.Bodies;
import dev.purser.api.http.BodyReader;
import dev.purser.ledger.Ledger;
import java.time.Clock;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/** Which bodies are read, and how much of them: those of callers with a key, and small forms. */
final class BodiesFirst implements LifeCycle.Listener {
  private static final int MOST_OF_A_FORM = 64 << 10;

  /** Of the heap, for the forms of people who may have no key. */
  private static final int PART_FOR_FORMS = 16;

  private static final int PART_FOR_CALLS = 4;

  private final Ledger ledger;
  private final Clock clock;

  private BodiesFirst(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  static BodiesFirst of(Ledger ledger, Clock clock) {
    return new BodiesFirst(ledger, clock);
  }

  /** Before anything else of the server sees a request. */
  @Override
  public void lifeCycleStarting(LifeCycle starting) {
    if (starting instanceof Server server) {
      long heap = Runtime.getRuntime().maxMemory();
      server.insertHandler(
          new Bodies(
              request -> isCall(request) && hasKey(request),
              BodyReader.MAX_BYTES,
              heap / PART_FOR_CALLS));
      server.insertHandler(
          new Bodies(request -> !isCall(request), MOST_OF_A_FORM, heap / PART_FOR_FORMS));
    }
  }

  /** A call without a key that is known is refused, unread. */
  private boolean hasKey(Request request) {
    String key = AuthFilter.key(request.getHeaders()::get);
    return key != null && ledger.keys().find(key, clock.instant()).isPresent();
  }

  private static boolean isCall(Request request) {
    return String.valueOf(request.getHttpURI().getCanonicalPath()).startsWith("/v1/");
  }
}
