package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fields of requests that the document tells of are those that the code reads. */
final class TestOpenApiFields {
  private static final String AGENT = "agent://acme/prod/writer";

  /** Where the code reads a field by its name. */
  private static final Pattern READING =
      Pattern.compile(
          "(?:json\\(\\)\\.get|(?<!Values)\\.(?:text|uuid|usd|whole|time|agent|parsed"
              + "|objects?|texts|flag|decimal))\\(\\s*\"([a-z_]+)\"");

  private static Server server;
  private static Contract contract;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
    contract = new Contract(server.get("/openapi.json").json());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<String> operations() {
    return Call.ALL.stream().filter(call -> call.body() != null).map(Call::operation).distinct();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyDocumentedFieldIsRead(String operation) {
    List<Call> calls =
        Call.ALL.stream().filter(call -> call.operation().equals(operation)).toList();
    for (JsonNode form : contract.forms(operation)) {
      assertThat(fieldsOf("", form))
          .isNotEmpty()
          .allMatch(field -> calls.stream().anyMatch(call -> isRead(call, field)));
    }
  }

  /** The paths of the fields of a body whose values may be wrong. */
  private static List<String> fieldsOf(String in, JsonNode schema) {
    List<String> fields = new ArrayList<>();
    contract
        .properties(schema)
        .forEach(
            (name, field) -> {
              JsonNode shape = contract.resolve(field);
              if (shape.has("type") || shape.has("anyOf")) {
                fields.add(in + name);
                fields.addAll(fieldsOf(in + name + ".", shape));
              }
              // Of the reports of a list the answer tells one by one.
              if (shape.has("items") && !name.equals("reports")) {
                fields.addAll(fieldsOf(in + name + "[0].", shape.path("items")));
              }
            });
    return fields;
  }

  /** Whether the field is said to be wrong once it is, in one of the call's bodies or another. */
  private static boolean isRead(Call call, String field) {
    return Bodies.all(call).stream().anyMatch(body -> isRefused(call.withBody(body), field));
  }

  private static boolean isRefused(Call call, String field) {
    Call filled = call.with(AGENT, call.path().contains("INTENT") ? server.intent(AGENT) : "");
    ObjectNode wrong = parse(filled.body());
    spoil(wrong, field);
    String path = filled.path();
    if (path.contains(Call.NOBODY)) {
      path = path.replace(Call.NOBODY, authorization());
    }
    Server.Answer answer = server.send(call.method(), path, wrong.toString(), Server.ADMIN);
    String named = answer.json().at("/errors/0/field").asText();
    return answer.status() == 422 && (named.equals(field) || named.startsWith(field + "["));
  }

  private static String authorization() {
    String asked = "{\"agent\":\"" + AGENT + "\",\"estimate_usd\":0.001}";
    return server.post("/v1/mesh/authorizations", asked).json().path("authorization_id").asText();
  }

  /** Puts in the field's place what no field takes. */
  private static void spoil(ObjectNode body, String field) {
    int dot = field.indexOf('.');
    if (dot < 0) {
      body.putArray(field).addArray();
    } else {
      String outer = field.substring(0, dot);
      JsonNode inner = body.at("/" + outer.replace("[", "/").replace("]", ""));
      if (inner instanceof ObjectNode known) {
        spoil(known, field.substring(dot + 1));
      } else if (!outer.endsWith("]")) {
        spoil(body.putObject(outer), field.substring(dot + 1));
      }
    }
  }

  @Test
  void everyFieldThatTheCodeReadsIsDocumented() throws IOException {
    Set<String> documented =
        contract.operations().keySet().stream()
            .flatMap(operation -> contract.forms(operation).stream())
            .flatMap(form -> contract.properties(form).keySet().stream())
            .collect(Collectors.toSet());
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(TestOpenApiFields::isOfApi).toList()) {
        assertThat(
                READING
                    .matcher(Files.readString(source))
                    .results()
                    .map((MatchResult found) -> found.group(1)))
            .as(source.toString())
            .isSubsetOf(documented);
      }
    }
  }

  /** Forms of pages are not requests of the API. */
  private static boolean isOfApi(Path source) {
    return source.toString().endsWith(".java") && !source.toString().contains("/pages/");
  }

  private static ObjectNode parse(String json) {
    try {
      return (ObjectNode) Server.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
