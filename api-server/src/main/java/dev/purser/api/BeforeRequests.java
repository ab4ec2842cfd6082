package dev.purser.api;

import dev.purser.api.auth.AuthFilter;
import dev.purser.api.http.Bodies;
import dev.purser.api.http.BodyReader;
import dev.purser.api.http.BodyRoom;
import dev.purser.api.http.ThreadShares;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.keys.ApiKey;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * What is decided of a request before a thread is given to it. Which bodies are read, and how much
 * of them: those of callers with a key, and small forms. And of whose threads it takes one.
 */
final class BeforeRequests implements LifeCycle.Listener {
  private static final int MOST_OF_A_FORM = 64 << 10;

  /** Of the heap, for the forms of people who may have no key. */
  private static final int PART_FOR_FORMS = 16;

  private static final int PART_FOR_CALLS = 4;

  /** Of the room for calls, for those with one key. */
  private static final int PART_OF_A_KEY = 8;

  private static final Pattern ACT = Pattern.compile("/(kill|pause|resume)/?$");

  private final Ledger ledger;
  private final Clock clock;
  private final BodyRoom calls;
  private final BodyRoom forms;

  BeforeRequests(Ledger ledger, Clock clock) {
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
      server.insertHandler(
          new ThreadShares(this::who, (ThreadPool.SizedThreadPool) server.getThreadPool()));
      server.insertHandler(new Bodies(this::share));
    }
  }

  private ThreadShares.Who who(Request request) {
    boolean post = HttpMethod.POST.is(request.getMethod());
    if (!isCall(request)) {
      return post ? ThreadShares.Who.ACTS : ThreadShares.Who.PAGES;
    }
    return post && ACT.matcher(path(request)).find() && isOperator(request)
        ? ThreadShares.Who.ACTS
        : ThreadShares.Who.CALLS;
  }

  private boolean isOperator(Request request) {
    return key(request).filter(key -> key.role().compareTo(ApiKey.Role.OPERATOR) >= 0).isPresent();
  }

  private Bodies.@Nullable Share share(Request request) {
    if (!isCall(request)) {
      return new Bodies.Share("forms", MOST_OF_A_FORM, forms);
    }
    return key(request)
        .map(found -> new Bodies.Share(found.id().toString(), BodyReader.MAX_BYTES, calls))
        .orElse(null);
  }

  private Optional<ApiKey> key(Request request) {
    return Optional.ofNullable(AuthFilter.key(request.getHeaders()::get))
        .flatMap(key -> ledger.keys().find(key, clock.instant()));
  }

  private static boolean isCall(Request request) {
    return path(request).startsWith("/v1/");
  }

  private static String path(Request request) {
    return String.valueOf(request.getHttpURI().getCanonicalPath());
  }
}
