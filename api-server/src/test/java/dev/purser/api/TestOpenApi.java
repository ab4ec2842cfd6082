package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Open;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The document, the resources and the table of calls tell of the same calls. */
final class TestOpenApi {
  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theDocumentTellsOfEveryMethodOfEveryResourceAndOfNothingElse() {
    assertThat(documented()).isEqualTo(ofResources());
  }

  @Test
  void everyCallIsInTheTableOfRights() {
    Set<String> tried =
        Call.ALL.stream()
            .map(call -> call.method() + " " + call.template())
            .collect(Collectors.toCollection(TreeSet::new));
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

  private static Set<String> documented() {
    JsonNode document = server.get("/openapi.json").json();
    assertThat(document.path("openapi").asText()).startsWith("3.");
    Set<String> calls = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            calls.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return calls;
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
