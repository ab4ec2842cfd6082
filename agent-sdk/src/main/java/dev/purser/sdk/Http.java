package dev.purser.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.purser.workflows.PurserDataConverter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Talks to Purser's API. An interrupt never breaks off a request: its cost would be lost. */
final class Http {
  static final ObjectMapper JSON = PurserDataConverter.mapper();

  /** Purser does not answer, or says that it cannot just now. */
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

    /** The refusal as an exception. */
    PurserRefused refused() {
      String code = body.path("error").path("code").asText("http_" + status);
      StringBuilder text =
          new StringBuilder(
              body.path("detail").asText(body.path("title").asText("HTTP " + status)));
      for (JsonNode error : body.path("errors")) {
        text.append("; ")
            .append(error.path("field").asText())
            .append(' ')
            .append(error.path("reason").asText());
      }
      return new PurserRefused(code, text.toString());
    }
  }

  /** Nobody waits longer than this, whatever a server says. */
  private static final int LONGEST_RETRY_AFTER_SECONDS = 5;

  private final URI base;
  private final String apiKey;
  private final Duration timeout;
  private final HttpClient client;

  Http(URI base, String apiKey, Duration timeout) {
    this.base = base;
    this.apiKey = apiKey;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout.dividedBy(2))
            .build();
  }

  Answer post(String path, JsonNode body) throws Away {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  Answer get(String path) throws Away {
    return send(request(path).GET().build());
  }

  Answer delete(String path) throws Away {
    return send(request(path).DELETE().build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(timeout)
        .header("x-api-key", apiKey)
        .header("Accept", "application/json");
  }

  private Answer send(HttpRequest request) throws Away {
    CompletableFuture<HttpResponse<String>> sent =
        client
            .sendAsync(request, BodyHandlers.ofString())
            .orTimeout(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
    HttpResponse<String> response;
    try {
      response = sent.join();
    } catch (CompletionException e) {
      throw new Away(String.valueOf(e.getCause()), Duration.ZERO);
    }
    int status = response.statusCode();
    if (status >= 500 || status == 401 || status == 408 || (status == 429 && isRate(response))) {
      throw new Away("HTTP " + status, retryAfter(response));
    }
    return new Answer(status, parse(response.body()));
  }

  /** A 429 for a limit on money is an answer; one for too many requests is not. */
  private static boolean isRate(HttpResponse<String> response) {
    String code = parse(response.body()).path("error").path("code").asText();
    return !code.equals("budget_exceeded");
  }

  private static JsonNode parse(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static Duration retryAfter(HttpResponse<String> response) {
    String value = response.headers().firstValue("Retry-After").orElse("0");
    try {
      long seconds = Long.parseLong(value.strip());
      return Duration.ofSeconds(Math.max(0, Math.min(seconds, LONGEST_RETRY_AFTER_SECONDS)));
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }
}
