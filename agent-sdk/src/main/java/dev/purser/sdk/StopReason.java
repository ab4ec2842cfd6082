package dev.purser.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Why a delivery must stop, where what says so carries no reason: Temporal's cancellation and the
 * answer to an authorization. Purser is asked, and not waited for long.
 */
final class StopReason {
  private static final long LONGEST_MILLIS = 250;
  private static final Executor ASKING = Threads.daemons("purser-stop-reason");

  private final Http http;
  private final String intent;
  private final Stop stop;
  private @Nullable CompletableFuture<IntentStopped> asked;

  StopReason(Http http, String intent, Stop stop) {
    this.http = http;
    this.intent = intent;
    this.stop = stop;
  }

  /** Its workflow says stop, and says so at each heartbeat. */
  synchronized void heed() {
    IntentStopped order = stop.order();
    if (order != null) {
      stop.order(order);
    } else if (asked == null) {
      asked = ask(Parked.because("its workflow says stop"));
      var unused = asked.thenAccept(stop::order);
    }
  }

  /** What Purser says; {@code otherwise} where it says nothing in time, or nothing of a stop. */
  CompletableFuture<IntentStopped> ask(IntentStopped otherwise) {
    return CompletableFuture.supplyAsync(() -> read(otherwise), ASKING)
        .completeOnTimeout(otherwise, LONGEST_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(e -> otherwise);
  }

  private IntentStopped read(IntentStopped otherwise) {
    String path = "/v1/intents/" + intent;
    try {
      Http.Answer standing = http.get(path + "/directive");
      boolean kill = standing.body().path("directive").asText().equals("KILL");
      String why = reason(standing);
      if (why.isEmpty() && kill) {
        why = reason(http.get(path));
      }
      if (why.isEmpty()) {
        return otherwise;
      }
      return kill || otherwise instanceof Killed ? new Killed(why) : Parked.because(why);
    } catch (Http.Away e) {
      return otherwise;
    }
  }

  /** Of a hold, or of an intent that has ended; empty: none is given. */
  private static String reason(Http.Answer answer) {
    JsonNode body = answer.body();
    return body.path("parked_by")
        .path("reason")
        .asText(body.path("intent").path("reason").asText(""));
  }
}
