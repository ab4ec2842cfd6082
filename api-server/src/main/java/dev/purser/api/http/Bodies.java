package dev.purser.api.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body before anybody is given the request, and holds no thread meanwhile:
 * however many connections send theirs slowly, whoever has sent all is answered. A body must arrive
 * at a least rate, and all that are under way have a bounded room, of which nobody takes it all. Of
 * a request that will be refused nothing is read.
 */
public final class Bodies extends Handler.Wrapper {
  /** However little there is to come. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** What comes slower than this is broken off. */
  private static final int LEAST_BYTES_A_SECOND = 16 << 10;

  private final Function<Request, @Nullable Share> shares;

  /**
   * Who sends a body, and what may be taken of it.
   *
   * @param sender whose share of the room it takes
   * @param most bytes
   * @param room for all that are under way
   */
  public record Share(String sender, int most, BodyRoom room) {}

  /**
   * @param shares of each request with a body; null: it will be refused, so its body is not read
   */
  public Bodies(Function<Request, @Nullable Share> shares) {
    this.shares = shares;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    long length = request.getLength();
    boolean chunked = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    if (length <= 0 && !chunked) {
      return super.handle(request, response, callback);
    }
    Share share = shares.apply(request);
    if (share == null) {
      // A client that does not know that the connection ends would lose its next request on it.
      if (!request.consumeAvailable()) {
        response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
      }
      return super.handle(request, response, callback);
    }
    if (length > share.most()) {
      refuse(request, response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413);
      return true;
    }
    int bytes = length < 0 ? share.most() : (int) length;
    if (!share.room().take(share.sender(), bytes)) {
      refuse(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
      return true;
    }
    Scheduler.Task deadline = deadline(request, bytes);
    Promise.Invocable<byte[]> whole =
        Promise.Invocable.from(
            Invocable.InvocationType.NON_BLOCKING,
            (read, failure) -> {
              deadline.cancel();
              share.room().giveBack(share.sender(), bytes);
              request
                  .getComponents()
                  .getExecutor()
                  .execute(() -> goOn(request, response, callback, read, failure));
            });
    Content.Source.asByteArrayAsync(request, share.most(), whole);
    return true;
  }

  private static Scheduler.Task deadline(Request request, int bytes) {
    long millis = GRACE.toMillis() + TimeUnit.SECONDS.toMillis(bytes) / LEAST_BYTES_A_SECOND;
    return request
        .getComponents()
        .getScheduler()
        .schedule(
            () -> request.fail(new TimeoutException("the body comes too slowly")),
            millis,
            TimeUnit.MILLISECONDS);
  }

  private void goOn(
      Request request,
      Response response,
      Callback callback,
      byte @Nullable [] read,
      @Nullable Throwable failure) {
    if (read == null) {
      refuse(request, response, callback, status(failure));
      return;
    }
    try {
      if (!super.handle(new Whole(request, read), response, callback)) {
        refuse(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Exception e) {
      Response.writeError(request, response, callback, e);
    }
  }

  private static int status(@Nullable Throwable failure) {
    if (failure instanceof IllegalStateException) {
      return HttpStatus.PAYLOAD_TOO_LARGE_413;
    }
    return failure instanceof TimeoutException
        ? HttpStatus.REQUEST_TIMEOUT_408
        : HttpStatus.BAD_REQUEST_400;
  }

  private static void refuse(Request request, Response response, Callback callback, int status) {
    Response.writeError(request, response, callback, status);
  }

  /** The request with its body at hand. */
  private static final class Whole extends Request.Wrapper {
    private Content.@Nullable Chunk next;

    Whole(Request request, byte[] body) {
      super(request);
      this.next = Content.Chunk.from(ByteBuffer.wrap(body), true);
    }

    @Override
    public Content.Chunk read() {
      Content.Chunk chunk = next;
      next = Content.Chunk.EOF;
      return chunk == null ? Content.Chunk.EOF : chunk;
    }

    @Override
    public void demand(Runnable arrived) {
      getContext().execute(arrived);
    }

    @Override
    public void fail(Throwable failure) {
      next = Content.Chunk.from(failure, true);
      super.fail(failure);
    }
  }
}
