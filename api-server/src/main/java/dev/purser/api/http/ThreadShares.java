package dev.purser.api.http;

import dev.purser.ledger.PeoplesActs;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ThreadLimitHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * Divides the server's threads: calls of agents may hold most of them and no more, so that what
 * people do always finds one. A request beyond its share waits for it and holds no thread.
 */
public final class ThreadShares extends ThreadLimitHandler {
  private static final int PARTS = 16;

  /** Who has a share. */
  public enum Who {
    /** Calls of the API. */
    CALLS(12),
    /** Pages to look at. */
    PAGES(2),
    /** What a person does: by a call with an operator's key, on a page, by a signed link. */
    ACTS(1);

    /** Of {@link #PARTS}; what is left is for the server itself. */
    private final int parts;

    Who(int parts) {
      this.parts = parts;
    }
  }

  private final Function<Request, Who> who;
  private final ThreadPool.SizedThreadPool threads;

  /**
   * @param who whose request it is
   * @param threads to be divided
   */
  public ThreadShares(Function<Request, Who> who, ThreadPool.SizedThreadPool threads) {
    this.who = who;
    this.threads = threads;
    setHandler(new Acts());
  }

  /** What Jetty makes shares of: its own are those of addresses. */
  @Override
  protected String getRemoteIP(Request request) {
    Who whose = who.apply(request);
    request.setAttribute(Who.class.getName(), whose);
    return whose.name();
  }

  @Override
  protected int getThreadLimit(String name) {
    return most(Who.valueOf(name));
  }

  /** How many threads they may hold. */
  private int most(Who whose) {
    return Math.max(1, threads.getMaxThreads() * whose.parts / PARTS);
  }

  /** The ledger has connections for acts as well. */
  private static final class Acts extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      return request.getAttribute(Who.class.getName()) == Who.ACTS
          ? PeoplesActs.<Boolean, Exception>run(() -> super.handle(request, response, callback))
          : super.handle(request, response, callback);
    }
  }
}
