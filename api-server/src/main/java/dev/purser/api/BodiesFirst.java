package dev.purser.api;

import dev.purser.api.auth.AuthFilter;
import dev.purser.api.http.Bodies;
import dev.purser.api.http.BodyReader;
import dev.purser.api.http.BodyRoom;
import dev.purser.ledger.Ledger;
import java.time.Clock;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/** Which bodies are read, and how much of them: those of callers with a key, and small forms. */
final class BodiesFirst implements LifeCycle.Listener {
  private static final int MOST_OF_A_FORM = 64 << 10;

  /** Of the heap, for the forms of people who may have no key. */
  private static final int PART_FOR_FORMS = 16;

  private static final int PART_FOR_CALLS = 4;

  /** Of the room for calls, for those with one key. */
  private static final int PART_OF_A_KEY = 8;

  private final Ledger ledger;
  private final Clock clock;
  private final BodyRoom calls;
  private final BodyRoom forms;

  BodiesFirst(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
    long heap = Runtime.getRuntime().maxMemory();
    long forCalls = heap / PART_FOR_CALLS;
    this.calls = new BodyRoom(forCalls, forCalls / PART_OF_A_KEY);
    this.forms = new BodyRoom(heap / PART_FOR_FORMS, heap / PART_FOR_FORMS);
  }

  /** Before anything else of the server sees a request. */
  @Override
  public void lifeCycleStarting(LifeCycle starting) {
    if (starting instanceof Server server) {
      server.insertHandler(new Bodies(this::share));
    }
  }

  private Bodies.@Nullable Share share(Request request) {
    if (!isCall(request)) {
      return new Bodies.Share("forms", MOST_OF_A_FORM, forms);
    }
    String key = AuthFilter.key(request.getHeaders()::get);
    return key == null
        ? null
        : ledger
            .keys()
            .find(key, clock.instant())
            .map(found -> new Bodies.Share(found.id().toString(), BodyReader.MAX_BYTES, calls))
            .orElse(null);
  }

  private static boolean isCall(Request request) {
    return String.valueOf(request.getHttpURI().getCanonicalPath()).startsWith("/v1/");
  }
}
