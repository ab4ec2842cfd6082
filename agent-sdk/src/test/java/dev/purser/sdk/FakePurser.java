package dev.purser.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.purser.domain.money.Usd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers over HTTP like Purser's API, and counts in memory. */
final class FakePurser implements AutoCloseable {
  static {
    // Otherwise each answer waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Usd> reports = new LinkedHashMap<>();
  private final Map<String, Usd> spent = new HashMap<>();
  private final Map<String, JsonNode> checkpoints = new HashMap<>();
  private final Map<String, String> authorizations = new HashMap<>();
  private final List<JsonNode> received = new ArrayList<>();
  private HttpServer server;
  private Usd limit = Usd.of("1000000");
  private String overLimit = "PARK";
  private boolean unavailable;
  private int refusal;
  private String refusalCode = "";
  private String retryAfter;
  private int answersToLose;
  private Runnable beforeAnswers = () -> {};
  private int requests;
  private int extensions;
  private int pendingDenials;
  private int newestDelivery;
  private long version;
  private String said = "CONTINUE";
  private String reason = "";

  FakePurser() {
    server = listen(0);
  }

  private HttpServer listen(int port) {
    try {
      HttpServer listening =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      listening.setExecutor(threads);
      listening.createContext("/", this::answer);
      listening.start();
      return listening;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized FakePurser limit(String usd, String directive) {
    limit = Usd.of(usd);
    overLimit = directive;
    return this;
  }

  /** From now on it is there and answers 503. */
  synchronized void unavailable(boolean value) {
    unavailable = value;
  }

  /** From now on it answers all with this status; 0: as usual. */
  synchronized void refuse(int status, String code) {
    refusal = status;
    refusalCode = code;
  }

  /** What its 503 say of when to come again. */
  synchronized void retryAfter(String value) {
    retryAfter = value;
  }

  /** What happens between the counting and the answer. */
  synchronized void beforeAnswers(Runnable act) {
    beforeAnswers = act;
  }

  /** Takes the next requests, and breaks the connection instead of answering. */
  synchronized void loseAnswers(int count) {
    answersToLose = count;
  }

  synchronized void denyAsPending(int times) {
    pendingDenials = times;
  }

  /** What it answers to who asks why an intent must stop. */
  synchronized void says(String directive, String why) {
    said = directive;
    reason = why;
  }

  synchronized void supersede(int delivery) {
    newestDelivery = delivery;
  }

  synchronized Map<String, Usd> reports() {
    return new LinkedHashMap<>(reports);
  }

  synchronized List<JsonNode> received() {
    return List.copyOf(received);
  }

  synchronized Usd spent(String intent) {
    return spent.getOrDefault(intent, Usd.ZERO);
  }

  synchronized JsonNode checkpoint(String intent) {
    return checkpoints.get(intent);
  }

  synchronized Map<String, String> authorizations() {
    return Map.copyOf(authorizations);
  }

  synchronized int requests() {
    return requests;
  }

  synchronized int extensions() {
    return extensions;
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Reply reply;
    Runnable first;
    synchronized (this) {
      String path = exchange.getRequestURI().getPath();
      requests += path.equals("/v1/mesh/heartbeat") ? 0 : 1;
      reply =
          unavailable
              ? new Reply(503, problem("unavailable", "the ledger is away"))
              : refusal > 0
                  ? new Reply(refusal, problem(refusalCode, "this key is refused"))
                  : route(exchange.getRequestMethod(), path, body);
      if (unavailable && retryAfter != null) {
        exchange.getResponseHeaders().add("Retry-After", retryAfter);
      }
      if (!path.equals("/v1/mesh/heartbeat") && answersToLose > 0) {
        answersToLose--;
        exchange.close();
        return;
      }
      first = beforeAnswers;
    }
    first.run();
    byte[] bytes = reply.body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private record Reply(int status, JsonNode body) {}

  private Reply route(String method, String path, byte[] body) throws IOException {
    JsonNode request = body.length == 0 ? object() : Http.JSON.readTree(body);
    if (path.equals("/v1/mesh/metrics")) {
      return metrics(request);
    }
    if (path.equals("/v1/mesh/authorizations")) {
      return authorize(request);
    }
    if (path.endsWith("/directive")) {
      ObjectNode standing = object().put("ok", true).put("directive", said);
      if (said.equals("PARK")) {
        standing.putObject("parked_by").put("reason", reason);
      }
      return new Reply(200, standing);
    }
    if (method.equals("GET")) {
      ObjectNode intent = object().put("ok", true);
      intent.putObject("intent").put("reason", reason);
      return new Reply(200, intent);
    }
    if (path.endsWith("/extend")) {
      extensions++;
      return new Reply(200, object().put("ok", true));
    }
    if (method.equals("DELETE")) {
      authorizations.put(path.substring(path.lastIndexOf('/') + 1), "released");
      return new Reply(200, object().put("ok", true));
    }
    if (path.endsWith("/progress")) {
      return progress(path.substring("/v1/intents/".length(), path.lastIndexOf('/')), request);
    }
    return new Reply(200, object().put("ok", true));
  }

  private Reply metrics(JsonNode request) {
    ObjectNode answer = object().put("ok", true);
    ArrayNode rejected = answer.putArray("rejected");
    ArrayNode intents = answer.putArray("intents");
    int index = 0;
    for (JsonNode report : request.path("reports")) {
      received.add(report);
      if (report.path("model").asText().equals("foreign")) {
        rejected
            .addObject()
            .put("index", index)
            .put("code", "forbidden")
            .put("message", "this key is for agent://org/other, not for agent://org/worker");
      } else if (report.path("model").asText().equals("poison")) {
        rejected
            .addObject()
            .put("index", index)
            .put("code", "schema_invalid")
            .put("field", "model")
            .put("message", "model is poison");
      } else {
        count(report);
      }
      index++;
    }
    for (Map.Entry<String, Usd> one : spent.entrySet()) {
      intents.add(standing(one.getKey(), one.getValue()));
    }
    answer.putArray("agents").addObject().put("version", version);
    return new Reply(202, answer);
  }

  private void count(JsonNode report) {
    Usd cost =
        report.has("cost_usd")
            ? Usd.of(report.get("cost_usd").decimalValue())
            : Usd.ofNanos(1_000L * report.path("tokens_in").asLong());
    if (reports.putIfAbsent(report.get("report_id").asText(), cost) == null) {
      version++;
      spent.merge(report.path("intent_id").asText(), cost, Usd::plus);
    }
    String authorization = report.path("authorization_id").asText("");
    if (!authorization.isEmpty()) {
      authorizations.put(authorization, "settled");
    }
  }

  private ObjectNode standing(String intent, Usd cost) {
    boolean over = cost.atLeast(limit);
    return object()
        .put("intent_id", intent)
        .put("status", over ? "WAITING" : "IN_PROGRESS")
        .put("directive", over ? overLimit : "CONTINUE")
        .put("cost_usd", cost.toBigDecimal())
        .put("remaining_usd", limit.minus(cost).max(Usd.ZERO).toBigDecimal())
        .put("version", version);
  }

  private Reply authorize(JsonNode request) {
    String id = request.get("authorization_id").asText();
    String intent = request.get("intent_id").asText();
    Usd asked = Usd.of(request.path("estimate_usd").decimalValue());
    ObjectNode answer = standing(intent, spent(intent));
    if (pendingDenials > 0) {
      pendingDenials--;
      return new Reply(
          200,
          answer
              .put("decision", "deny")
              .put("reason", "pending")
              .put("directive", "CONTINUE")
              .put("retry_after_ms", 10));
    }
    if (spent(intent).plus(asked).compareTo(limit) > 0) {
      String directive = overLimit.equals("BLOCK") ? "CONTINUE" : overLimit;
      return new Reply(
          200, answer.put("decision", "deny").put("reason", "limit").put("directive", directive));
    }
    authorizations.put(id, "pending");
    return new Reply(200, answer.put("decision", "allow").put("authorization_id", id));
  }

  private Reply progress(String intent, JsonNode request) {
    if (request.path("delivery").asInt() < newestDelivery) {
      return new Reply(409, problem("superseded", "delivery " + newestDelivery + " has it"));
    }
    if (request.has("checkpoint")) {
      checkpoints.put(intent, request.get("checkpoint"));
    }
    return new Reply(
        200, object().put("ok", true).put("status", "IN_PROGRESS").put("directive", "CONTINUE"));
  }

  private static ObjectNode problem(String code, String detail) {
    ObjectNode problem = object().put("title", code).put("detail", detail);
    problem.putObject("error").put("code", code);
    return problem;
  }

  private static ObjectNode object() {
    return Http.JSON.createObjectNode();
  }

  /** Like kill -9: connections break and the port is closed. */
  synchronized void die() {
    server.stop(0);
  }

  /** Listens again where it did, with all that it had counted. */
  synchronized void rise() {
    server = listen(server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
