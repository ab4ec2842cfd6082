package dev.purser.api.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.purser.api.auth.Open;
import dev.purser.api.http.Problem;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.jaxrs2.Reader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Set;

/** The OpenAPI document, read from the resources once. */
@Path("/openapi.json")
@Tag(name = "Server")
public final class OpenApiResource {
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
    OpenAPI api =
        new Reader(new OpenAPI())
            .read(resources)
            .info(new Info().title("Purser").version("1").description("Meters and limits agents."))
            .addSecurityItem(new SecurityRequirement().addList("key"))
            .addSecurityItem(new SecurityRequirement().addList("bearer"));
    Components components = api.getComponents() == null ? new Components() : api.getComponents();
    ModelConverters.getInstance().readAll(Problem.class).forEach(components::addSchemas);
    components.addSecuritySchemes(
        "key",
        new SecurityScheme()
            .type(SecurityScheme.Type.APIKEY)
            .in(SecurityScheme.In.HEADER)
            .name("x-api-key"));
    components.addSecuritySchemes(
        "bearer", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
    ApiResponse problem =
        new ApiResponse()
            .description("An error, RFC 9457")
            .content(
                new Content()
                    .addMediaType(
                        Problem.MEDIA_TYPE,
                        new MediaType()
                            .schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    api.getPaths().values().stream()
        .flatMap(path -> path.readOperations().stream())
        .forEach(operation -> operation.getResponses().addApiResponse("4XX", problem));
    return api.components(components);
  }

  @GET
  @Open
  @Produces(jakarta.ws.rs.core.MediaType.APPLICATION_JSON)
  @Operation(summary = "This document")
  public String document() {
    return document;
  }
}
