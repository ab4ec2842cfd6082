package dev.purser.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.TestDatabase;
import io.dropwizard.core.Application;
import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The real server on a free port of loopback, with a fresh database. */
public final class Server implements AutoCloseable {
  static final String ADMIN = "admin-key-for-tests-0123456789";
  static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final DropwizardTestSupport<PurserConfiguration> support;
  private final StandInWorkflows workflows = new StandInWorkflows();
  private Ledger ledger;

  Server() throws Exception {
    this(TestDatabase.fresh());
  }

  /** With other settings as well. */
  Server(LedgerSettings database, ConfigOverride... more) throws Exception {
    this(database, null, more);
  }

  /** One whose words go to these workflows; null: to {@link #workflows}. */
  public Server(LedgerSettings database, Workflows others, ConfigOverride... more)
      throws Exception {
    support =
        new DropwizardTestSupport<PurserConfiguration>(
            PurserApplication.class, PurserApplication.CONFIGURATION, overrides(database, more)) {
          @Override
          public Application<PurserConfiguration> newApplication() {
            return new PurserApplication(
                (configuration, opened, environment) -> {
                  ledger = opened;
                  return others == null ? workflows : others;
                });
          }
        };
    support.before();
  }

  private static ConfigOverride[] overrides(LedgerSettings database, ConfigOverride... more) {
    String url = database.jdbcUrl();
    String and = url.contains("?") ? "&" : "?";
    String login = and + "user=" + database.user() + "&password=" + database.password();
    return Stream.concat(
            Stream.of(
                ConfigOverride.config("PURSER_ADMIN_KEY", ADMIN),
                ConfigOverride.config("PURSER_DATABASE_URL", url + login),
                ConfigOverride.config("server.applicationConnectors[0].port", "0"),
                ConfigOverride.config("PURSER_ADMIN_PORT", "0")),
            Stream.of(more))
        .toArray(ConfigOverride[]::new);
  }

  /** The classes that answer calls, registered or not. */
  static Set<Class<?>> resources() {
    try {
      Path classes =
          Path.of(
              PurserApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(classes)) {
        Set<Class<?>> found = new HashSet<>();
        for (Path file : files.toList()) {
          if (file.toString().endsWith("Resource.class")) {
            String name = classes.relativize(file).toString().replace('/', '.');
            found.add(Class.forName(name.substring(0, name.length() - ".class".length())));
          }
        }
        return found;
      }
    } catch (ReflectiveOperationException | IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  Ledger ledger() {
    return ledger;
  }

  StandInWorkflows workflows() {
    return workflows;
  }

  /** An answer, whatever its status. */
  public record Answer(int status, String text, HttpResponse<String> response) {
    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + status + " " + text, e);
      }
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  public Answer get(String path) {
    return send("GET", path, null, ADMIN);
  }

  public Answer post(String path, String body) {
    return send("POST", path, body, ADMIN);
  }

  Answer put(String path, String body) {
    return send("PUT", path, body, ADMIN);
  }

  Answer send(String method, String path, String body, String key, String... headers) {
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(bytes));
    if (key != null) {
      request.setHeader("x-api-key", key);
    }
    if (!method.equals("GET") && !method.equals("DELETE")) {
      request.setHeader("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(method + " " + path, e);
    }
  }

  String base() {
    return "http://127.0.0.1:" + support.getLocalPort();
  }

  String admin(String path) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort() + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private int healthPort() {
    return support.<PurserApplication>getApplication().healthPort();
  }

  /** A key of the role, for the agent where it is an agent's. */
  String key(String role, String agent) {
    String body =
        agent == null
            ? "{\"name\":\"test\",\"role\":\"" + role + "\"}"
            : "{\"name\":\"test\",\"role\":\"" + role + "\",\"agent\":\"" + agent + "\"}";
    return post("/v1/keys", body).json().path("key").asText();
  }

  /** A new intent of the agent. */
  public String intent(String agent) {
    Answer answer =
        post(
            "/v1/intents",
            "{\"intent_type\":\"test.research.v1\",\"correlation_id\":\""
                + UUID.randomUUID()
                + "\",\"to_agent\":\""
                + agent
                + "\",\"payload\":{\"q\":1}}");
    if (answer.status() != 200) {
      throw new AssertionError(answer.text());
    }
    return answer.json().path("intent_id").asText();
  }

  @Override
  public void close() {
    support.after();
  }
}
