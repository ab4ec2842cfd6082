package dev.purser.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.purser.workflows.PurserDataConverter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Talks to Purser's API; where there are several servers, a call that one does not answer goes to
 * the next: every call may be repeated. An interrupt never breaks off a request: its cost would be
 * lost.
 */
final class Http {
  static final ObjectMapper JSON = PurserDataConverter.mapper();

  /** Purser does not answer, says that it cannot just now, or does not know the key. */
  static final class Away extends Exception {
    private static final long serialVersionUID = 1L;
    private final Duration retryAfter;

    Away(String message, Duration retryAfter) {
      super(message);
      this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
      return retryAfter;
    }
  }

  /** What Purser said; {@code body} is missing where it was not JSON. */
  record Answer(int status, JsonNode body) {
    boolean isGood() {
      return status / 100 == 2;
    }

    /** As the API spells it. */
    String code() {
      return body.path("error").path("code").asText("http_" + status);
    }

    /** The key is not known, or not for what was asked; a killed agent's calls are refused too. */
    boolean isKeyRefused() {
      return status == 401 || (status == 403 && !code().equals("policy_denied"));
    }

    /** The refusal as an exception. */
    PurserRefused refused() {
      StringBuilder text =
          new StringBuilder(
              body.path("detail").asText(body.path("title").asText("HTTP " + status)));
      for (JsonNode error : body.path("errors")) {
        text.append("; ")
            .append(error.path("field").asText())
            .append(' ')
            .append(error.path("reason").asText());
      }
      return new PurserRefused(code(), text.toString());
    }
  }

  private final Servers servers;
  private final String apiKey;
  private final Duration timeout;
  private final Gate gate;
  private final HttpClient client;

  /** {@code gate}: hears when Purser refuses the key. */
  Http(Servers servers, String apiKey, Duration timeout, Gate gate) {
    this.servers = servers;
    this.apiKey = apiKey;
    this.timeout = timeout;
    this.gate = gate;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout.dividedBy(2))
            .build();
  }

  /**
   * A key as it may be sent: without the line end that a file adds.
   *
   * @throws IllegalArgumentException which does not show it, for it is logged
   */
  static String key(@Nullable String given) {
    String key = given == null ? "" : given.strip();
    if (key.isEmpty()) {
      throw new IllegalArgumentException(
          "the key to Purser is missing: is PURSER_API_KEY, or what you keep it in, set?");
    }
    if (!key.chars().allMatch(each -> each > ' ' && each < 0x7f)) {
      throw new IllegalArgumentException(
          "the key to Purser must be one word of ASCII characters, such as pk_…, and is not");
    }
    return key;
  }

  Servers servers() {
    return servers;
  }

  Answer post(String path, JsonNode body) throws Away {
    Answer answer = ask(path, body);
    if (answer.isKeyRefused()) {
      throw refused(answer.refused());
    }
    return answer;
  }

  Answer get(String path) throws Away {
    return send("GET", path, null);
  }

  Answer delete(String path) throws Away {
    return send("DELETE", path, null);
  }

  /** The same as a post, but what is said of the key is the caller's to judge. */
  Answer ask(String path, JsonNode body) throws Away {
    return send("POST", path, body);
  }

  /** The key does not do for this: nothing more is to be begun with it, and nothing is lost. */
  Away refused(PurserRefused refusal) {
    String why = "Purser refuses the key (" + refusal.code() + "): " + refusal.getMessage();
    gate.close(why);
    return new Away(why, Duration.ZERO);
  }

  private Answer send(String method, String path, @Nullable JsonNode body) throws Away {
    Away last = new Away("nobody was asked", Duration.ZERO);
    for (int i = 0; i < servers.size(); i++) {
      URI base = servers.current();
      try {
        return send(base, method, path, body);
      } catch (Away e) {
        servers.failed(base);
        boolean sooner = i == 0 || e.retryAfter().compareTo(last.retryAfter()) < 0;
        last =
            new Away(String.valueOf(e.getMessage()), sooner ? e.retryAfter() : last.retryAfter());
      }
    }
    throw last;
  }

  private Answer send(URI base, String method, String path, @Nullable JsonNode body) throws Away {
    BodyPublisher publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(timeout)
            .header("x-api-key", apiKey)
            .header("Accept", "application/json")
            .method(method, publisher);
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    CompletableFuture<HttpResponse<String>> sent =
        client
            .sendAsync(request.build(), BodyHandlers.ofString())
            .orTimeout(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
    HttpResponse<String> response;
    try {
      response = sent.join();
    } catch (CompletionException e) {
      throw new Away(base + ": " + e.getCause(), Duration.ZERO);
    }
    int status = response.statusCode();
    Answer answer = new Answer(status, parse(response.body()));
    if (status >= 500 || status == 408 || (status == 429 && isRate(answer))) {
      throw new Away(base + ": HTTP " + status, RetryAfter.of(response.headers()));
    }
    return answer;
  }

  /** A 429 for a limit on money is an answer; one for too many requests is not. */
  private static boolean isRate(Answer answer) {
    return !answer.code().equals("budget_exceeded");
  }

  private static JsonNode parse(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
