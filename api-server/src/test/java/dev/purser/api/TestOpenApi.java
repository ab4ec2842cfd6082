package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Open;
import dev.purser.api.http.Body;
import dev.purser.api.openapi.OpenApiResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The document, the resources and the table of calls tell of the same calls. */
final class TestOpenApi {
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

  @Test
  void theDocumentTellsOfEveryMethodOfEveryResourceAndOfNothingElse() {
    assertThat(contract.operations().keySet()).isEqualTo(ofResources());
  }

  @Test
  void everyCallIsInTheTableOfRights() {
    Set<String> tried =
        Call.ALL.stream().map(Call::operation).collect(Collectors.toCollection(TreeSet::new));
    assertThat(tried).isEqualTo(ofResources());
  }

  @Test
  void everyMethodSaysWhoMayAndWhatItDoes() {
    for (Class<?> resource : Server.resources()) {
      for (Method method : resource.getDeclaredMethods()) {
        if (httpMethod(method) != null) {
          assertThat(
                  method.isAnnotationPresent(Needs.class) || method.isAnnotationPresent(Open.class))
              .as("%s says who may", method)
              .isTrue();
          assertThat(method.isAnnotationPresent(Operation.class)).as("%s", method).isTrue();
        }
      }
    }
  }

  @Test
  void aStandardParserReadsTheDocument() {
    String text = server.get("/openapi.json").text();
    assertThat(text).startsWith("{\"openapi\":\"3.");
    assertThat(new OpenAPIV3Parser().readContents(text).getMessages()).isEmpty();
  }

  @Test
  void everyBodyAndEveryAnswerHasASchema() {
    contract
        .operations()
        .forEach(
            (name, operation) -> {
              if (operation.has("requestBody")) {
                assertThat(contract.forms(name))
                    .as(name)
                    .isNotEmpty()
                    .allSatisfy(form -> assertThat(contract.properties(form)).isNotEmpty());
              }
              JsonNode schema = Contract.content(contract.success(name).getValue()).path("schema");
              assertThat(contract.resolve(schema).path("type").asText())
                  .as("answer of " + name)
                  .isEqualTo("object");
            });
  }

  @Test
  void everyMethodThatReadsABodyDocumentsIt() {
    long reading =
        Server.resources().stream()
            .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods()))
            .filter(method -> httpMethod(method) != null)
            .filter(method -> List.of(method.getParameterTypes()).contains(Body.class))
            .count();
    assertThat(contract.operations().values())
        .filteredOn(operation -> operation.has("requestBody"))
        .hasSize((int) reading);
  }

  @Test
  void everyFieldAndEveryParameterIsDescribed() {
    contract
        .operations()
        .forEach(
            (name, operation) ->
                assertThat(operation.path("parameters"))
                    .as(name)
                    .allSatisfy(it -> assertThat(it.path("description").asText()).isNotBlank()));
    assertThat(contract.fields().entrySet())
        .filteredOn(field -> field.getValue().path("description").asText().isBlank())
        .isEmpty();
  }

  @Test
  void noWordIsLeftOver() throws IOException {
    Properties words = new Properties();
    try (InputStream file = OpenApiResource.class.getResourceAsStream("words.properties")) {
      words.load(file);
    }
    Set<String> answered =
        contract.fields().keySet().stream()
            .map(field -> field.substring(field.indexOf('.') + 1))
            .collect(Collectors.toSet());
    assertThat(answered).containsAll(words.stringPropertyNames());
  }

  @Test
  void reportsComeAsCsvToo() {
    contract
        .operations()
        .forEach(
            (name, operation) ->
                assertThat(contract.success(name).getValue().path("content").has("text/csv"))
                    .as(name)
                    .isEqualTo(name.startsWith("GET /v1/reports/")));
  }

  private static Set<String> ofResources() {
    Set<String> calls = new TreeSet<>();
    for (Class<?> resource : Server.resources()) {
      for (Method method : resource.getDeclaredMethods()) {
        String http = httpMethod(method);
        if (http != null) {
          Path path = method.getAnnotation(Path.class);
          String whole =
              resource.getAnnotation(Path.class).value() + (path == null ? "" : path.value());
          calls.add(http + " " + whole.replaceAll("\\{([a-z_]+):[^}]*\\}", "{$1}"));
        }
      }
    }
    return calls;
  }

  private static String httpMethod(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (http != null) {
        return http.value();
      }
    }
    return null;
  }
}
