package dev.purser.api.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.api.auth.Open;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The OpenAPI document, read from the resources once. */
@Path("/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
public final class OpenApiResource {
  private static final String CONVENTIONS =
      "Meters and limits what agents spend."
          + " Money is US dollars with up to nine decimals; requests may also send it as decimal"
          + " text. Times are RFC 3339, in answers in UTC. In a request null counts as not sent,"
          + " and fields that are not known are ignored, except in a policy. Lists go on at"
          + " next_cursor until there is none.";

  private final String document;

  private OpenApiResource(String document) {
    this.document = document;
  }

  /** The description of these classes of resources. */
  public static OpenApiResource of(Set<Class<?>> resources) {
    try {
      return new OpenApiResource(Json.mapper().writeValueAsString(describe(resources)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OpenAPI describe(Set<Class<?>> resources) {
    Components components =
        new Components()
            .addSecuritySchemes(
                "key",
                new SecurityScheme()
                    .type(SecurityScheme.Type.APIKEY)
                    .in(SecurityScheme.In.HEADER)
                    .name("x-api-key"))
            .addSecuritySchemes(
                "bearer", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
    Operations operations = new Operations(components);
    Map<String, PathItem> paths = new TreeMap<>();
    for (Class<?> resource : resources) {
      for (Method method : resource.getDeclaredMethods()) {
        HttpMethod http = httpMethod(method);
        if (http != null) {
          paths
              .computeIfAbsent(path(resource, method), path -> new PathItem())
              .operation(http, operations.of(resource, method));
        }
      }
    }
    components.setSchemas(new TreeMap<>(components.getSchemas()));
    Paths sorted = new Paths();
    sorted.putAll(paths);
    return new OpenAPI()
        .info(new Info().title("Purser").version("1").description(CONVENTIONS))
        .addSecurityItem(new SecurityRequirement().addList("key"))
        .addSecurityItem(new SecurityRequirement().addList("bearer"))
        .paths(sorted)
        .components(components);
  }

  private static @Nullable HttpMethod httpMethod(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      var http = annotation.annotationType().getAnnotation(jakarta.ws.rs.HttpMethod.class);
      if (http != null) {
        return HttpMethod.valueOf(http.value());
      }
    }
    return null;
  }

  /** The path without the regular expressions of its parameters. */
  private static String path(Class<?> resource, Method method) {
    Path own = method.getAnnotation(Path.class);
    String whole = resource.getAnnotation(Path.class).value() + (own == null ? "" : own.value());
    return whole.replaceAll("\\{([a-z_]+):[^}]*\\}", "{$1}");
  }

  @GET
  @Open
  @Operation(summary = "This document")
  @Gives(ObjectNode.class)
  public String document() {
    return document;
  }
}
