package dev.purser.api.openapi;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.Body;
import dev.purser.api.http.Problem;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes the methods of resources: parameters, bodies, answers, and whose key may. */
final class Operations {
  private static final Map<String, RecordComponent> PARAMETERS =
      Arrays.stream(Parameters.class.getRecordComponents())
          .collect(Collectors.toMap(Schemas::name, Function.identity()));

  private final Schemas requests;
  private final Schemas answers;

  Operations(Components components) {
    this.requests = Schemas.ofRequests(components);
    this.answers = Schemas.ofAnswers(components);
  }

  /** The operation that the method answers. */
  Operation of(Class<?> resource, Method method) {
    io.swagger.v3.oas.annotations.Operation said =
        Objects.requireNonNull(
            method.getAnnotation(io.swagger.v3.oas.annotations.Operation.class),
            method + " does not say what it does");
    Needs needs = method.getAnnotation(Needs.class);
    Operation operation =
        new Operation()
            .operationId(id(resource, method))
            .addTagsItem(resource.getAnnotation(Tag.class).name())
            .summary(said.summary())
            .description(description(said.description(), needs))
            .responses(responses(resource, method));
    if (needs == null) {
      operation.security(List.of());
    }
    parameters(method).forEach(operation::addParametersItem);
    return operation.requestBody(body(method));
  }

  private static String id(Class<?> resource, Method method) {
    String name = resource.getSimpleName().replaceFirst("Resource$", "");
    return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(
        name + "_" + method.getName());
  }

  private static String description(String said, @Nullable Needs needs) {
    return said.isEmpty() ? whoMay(needs) : said + " " + whoMay(needs);
  }

  private static String whoMay(@Nullable Needs needs) {
    if (needs == null) {
      return "Needs no key.";
    }
    return switch (needs.value()) {
      case AGENT -> "Needs a key; an agent's is for what is its own.";
      case OPERATOR -> "Needs a key of an operator or admin.";
      case ADMIN -> "Needs a key of an admin.";
    };
  }

  private List<Parameter> parameters(Method method) {
    return Arrays.stream(method.getParameters())
        .flatMap(parameter -> parameter(parameter).stream())
        .toList();
  }

  private Optional<Parameter> parameter(java.lang.reflect.Parameter parameter) {
    PathParam path = parameter.getAnnotation(PathParam.class);
    QueryParam query = parameter.getAnnotation(QueryParam.class);
    HeaderParam header = parameter.getAnnotation(HeaderParam.class);
    if (path != null) {
      return Optional.of(described("path", path.value()));
    }
    if (query != null) {
      return Optional.of(described("query", query.value()));
    }
    return header == null ? Optional.empty() : Optional.of(described("header", header.value()));
  }

  private Parameter described(String in, String name) {
    RecordComponent component =
        Objects.requireNonNull(PARAMETERS.get(name), "Parameters does not describe " + name);
    Schema<?> schema = answers.property(name, component);
    String meaning = schema.getDescription();
    return new Parameter()
        .in(in)
        .name(name)
        .description(meaning)
        .required(in.equals("path") || !Schemas.isNullable(component))
        .schema(schema.description(null));
  }

  private @Nullable RequestBody body(Method method) {
    if (!Arrays.asList(method.getParameterTypes()).contains(Body.class)) {
      return null;
    }
    Takes takes =
        Objects.requireNonNull(
            method.getAnnotation(Takes.class), method + " must say what it @Takes");
    List<Schema<?>> forms =
        Arrays.<Type>stream(takes.value()).<Schema<?>>map(requests::of).toList();
    Schema<?> schema = forms.get(0);
    if (forms.size() > 1) {
      schema = new Schema<>();
      forms.forEach(schema::addAnyOfItem);
    }
    return new RequestBody()
        .required(forms.size() > 1 || !Schemas.mayBeEmpty(takes.value()[0]))
        .content(content(jakarta.ws.rs.core.MediaType.APPLICATION_JSON, schema));
  }

  private ApiResponses responses(Class<?> resource, Method method) {
    Gives gives = method.getAnnotation(Gives.class);
    Schema<?> schema = answers.of(gives == null ? method.getGenericReturnType() : gives.value());
    Content content = new Content();
    for (String type : types(resource, method, gives)) {
      content.putAll(content(type, type.equals("text/csv") ? new StringSchema() : schema));
    }
    ApiResponse problem =
        new ApiResponse()
            .description("An error, RFC 9457")
            .content(content(Problem.MEDIA_TYPE, answers.of(Problem.class)));
    return new ApiResponses()
        .addApiResponse(
            String.valueOf(gives == null ? 200 : gives.status()),
            new ApiResponse().description("Done").content(content))
        .addApiResponse("4XX", problem)
        .addApiResponse("5XX", problem);
  }

  private static String[] types(Class<?> resource, Method method, @Nullable Gives gives) {
    if (gives != null && !gives.type().isEmpty()) {
      return new String[] {gives.type()};
    }
    Produces own = method.getAnnotation(Produces.class);
    return own == null ? resource.getAnnotation(Produces.class).value() : own.value();
  }

  private static Content content(String type, Schema<?> schema) {
    return new Content().addMediaType(type, new MediaType().schema(schema));
  }
}
