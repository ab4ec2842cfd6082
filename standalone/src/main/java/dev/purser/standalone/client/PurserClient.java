package dev.purser.standalone.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.api.http.MalformedJson;
import dev.purser.standalone.CommandError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Purser that answers over HTTP, asked with one key. Amounts are read exactly, as decimals. */
public final class PurserClient {
  /** Reads and writes JSON with every number as the decimal it is. */
  public static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final Duration BRIEF = Duration.ofSeconds(5);
  private static final int TRIES = 6;
  private static final int AWAY = 503;
  private static final long LONGEST_WAIT_SECONDS = 30;

  private final String base;
  private final String key;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  public PurserClient(String base, String key) {
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.key = key;
  }

  /** Where it is. */
  public String base() {
    return base;
  }

  /** An empty object to fill. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Percent-encodes one part of a path or query. */
  public static String encode(String part) {
    return URLEncoder.encode(part, UTF_8).replace("+", "%20");
  }

  /** {@code ?a=1&b=2}, without the parameters that are null; nothing if none is left. */
  public static String query(Map<String, ? extends @Nullable Object> parameters) {
    List<String> pairs = new ArrayList<>();
    new TreeMap<>(parameters)
        .forEach(
            (name, value) -> {
              if (value != null) {
                pairs.add(name + "=" + encode(value.toString()));
              }
            });
    return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
  }

  public JsonNode get(String path) {
    return send("GET", path, null, Map.of());
  }

  public JsonNode post(String path, JsonNode body) {
    return send("POST", path, body, Map.of());
  }

  public JsonNode put(String path, JsonNode body) {
    return send("PUT", path, body, Map.of());
  }

  /** Sets an agent's policy, given as the JSON the API takes. */
  public JsonNode setPolicy(String agent, String json) {
    try {
      return put(Target.agentPath(agent) + "/policies/cost", JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new CommandError("the policy is not JSON: " + MalformedJson.words(e), e);
    }
  }

  /**
   * The answer to one request.
   *
   * @throws CommandError in one line, if there is no answer or it says no
   */
  public JsonNode send(
      String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
    Reply reply = exchange(method, path, body, headers);
    if (!reply.ok()) {
      throw new CommandError(reply.problem());
    }
    return reply.body();
  }

  /**
   * The answer to one request, whatever it says; while a part of Purser is away it is asked again.
   *
   * @throws CommandError if there is no answer
   */
  public Reply exchange(
      String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
    HttpRequest request = request(method, path, body, headers);
    Reply reply = exchange(request);
    for (int tries = 1; reply.status() == AWAY && tries < TRIES; tries++) {
      pause(reply.retryAfterSeconds());
      reply = exchange(request);
    }
    return reply;
  }

  /**
   * The answer to one request without a body, whatever it says, asked once; what takes longer than
   * a few seconds counts as away.
   *
   * @throws CommandError if there is nobody to answer
   */
  public Reply once(String method, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(request(method, path, null, Map.of()), (name, value) -> true)
            .timeout(BRIEF)
            .build();
    try {
      return exchange(request);
    } catch (CommandError e) {
      if (e.getCause() instanceof HttpTimeoutException) {
        return new Reply(AWAY, object(), 1);
      }
      throw e;
    }
  }

  private static void pause(long seconds) {
    try {
      TimeUnit.SECONDS.sleep(Math.min(seconds, LONGEST_WAIT_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandError("interrupted", e);
    }
  }

  private HttpRequest request(
      String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body.toString(), UTF_8));
    headers.forEach(request::header);
    return request.build();
  }

  private Reply exchange(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString(UTF_8));
      return new Reply(response.statusCode(), parse(response), retryAfter(response));
    } catch (ConnectException e) {
      throw new CommandError(
          "nothing answers at " + base + " (start it with ./purser up, or set PURSER_URL)", e);
    } catch (IOException e) {
      throw new CommandError("no answer from " + base + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandError("interrupted", e);
    }
  }

  /** Where a date stands there, asking again soon is of no use: none of it is waited for. */
  private static long retryAfter(HttpResponse<String> response) {
    String seconds = response.headers().firstValue("Retry-After").orElse("");
    return seconds.matches("[0-9]{1,9}") ? Long.parseLong(seconds) : 1;
  }

  private HttpRequest.Builder request(String path) {
    try {
      return HttpRequest.newBuilder(URI.create(base + path))
          .timeout(TIMEOUT)
          .header("X-Api-Key", key);
    } catch (IllegalArgumentException e) {
      throw new CommandError("not an address of a Purser: " + base, e);
    }
  }

  private JsonNode parse(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new CommandError(
          base + " answered " + response.statusCode() + " with no JSON; is it a Purser?", e);
    }
  }

  /**
   * What came back.
   *
   * @param status of HTTP
   * @param body the answer, or the problem
   * @param retryAfterSeconds when to ask again, where it makes sense
   */
  public record Reply(int status, JsonNode body, long retryAfterSeconds) {

    /** Whether it was done. */
    public boolean ok() {
      return status >= 200 && status < 300;
    }

    /** Whether a part of Purser is away. */
    public boolean isAway() {
      return status == AWAY;
    }

    /** Why it was not done, in one line. */
    public String problem() {
      String detail = body.path("detail").asText(body.path("error").path("message").asText(""));
      StringBuilder line = new StringBuilder(detail.isEmpty() ? "answered " + status : detail);
      for (JsonNode error : body.path("errors")) {
        String reason = error.path("reason").asText();
        if (!detail.contains(reason)) {
          line.append("; ").append(error.path("field").asText()).append(": ").append(reason);
        }
      }
      return line.toString();
    }
  }
}
