package dev.purser.api.pages.live;

import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Page;
import dev.purser.api.http.Sse;
import dev.purser.api.http.Values;
import dev.purser.api.http.Waiting;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.reports.Pulse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells an open page that something has changed: one server-sent event, then the response ends and
 * the browser asks again, saying what it saw last.
 */
@Page
@Path("/live")
@Produces(Sse.MEDIA_TYPE)
public final class LivePage {
  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final long AGAIN_MS = 300;

  private final Ticker ticker;
  private final Pulse pulse;
  private final Waiting waiting;

  public LivePage(Pulse pulse, Waiting waiting) {
    this.ticker = new Ticker(pulse);
    this.pulse = pulse;
    this.waiting = waiting;
  }

  @GET
  @Needs(Role.AGENT)
  public void wait(
      @QueryParam("intent") @Nullable String intent,
      @HeaderParam("Last-Event-ID") @Nullable String seen,
      @Suspended AsyncResponse response) {
    UUID id = Values.query("intent", intent, Values::uuid);
    Supplier<String> state =
        id == null ? ticker::now : () -> ticker.now() + "-" + pulse.ofIntent(id);
    if (seen == null) {
      // Whatever has changed since the page was made, and before it listened.
      response.resume(said("changed", state.get()));
      return;
    }
    waiting.answer(
        response,
        PATIENCE,
        () -> {
          String now = state.get();
          return now.equals(seen) ? null : said("changed", now);
        },
        () -> said("unchanged", seen));
  }

  private static Object said(String event, String state) {
    return Sse.retrying(AGAIN_MS).event(state, event, "{}").response();
  }
}
