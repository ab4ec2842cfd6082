package dev.purser.api.openapi;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.DateSchema;
import io.swagger.v3.oas.models.media.DateTimeSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.NumberSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.media.UUIDSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the schemas of records as Jackson writes them: snake_case, and what is not
 * {@code @Nullable} is always there. What a field means says its {@code @Schema}, or {@code
 * words.properties}, for a name means the same in most of them.
 */
final class Schemas {
  private static final Map<Class<?>, Supplier<Schema<?>>> PLAIN =
      Map.ofEntries(
          Map.entry(String.class, StringSchema::new),
          Map.entry(AgentAddress.class, StringSchema::new),
          Map.entry(UUID.class, UUIDSchema::new),
          Map.entry(Instant.class, DateTimeSchema::new),
          Map.entry(LocalDate.class, DateSchema::new),
          Map.entry(boolean.class, BooleanSchema::new),
          Map.entry(Boolean.class, BooleanSchema::new),
          Map.entry(int.class, IntegerSchema::new),
          Map.entry(Integer.class, IntegerSchema::new),
          Map.entry(long.class, () -> new IntegerSchema().format("int64")),
          Map.entry(Long.class, () -> new IntegerSchema().format("int64")),
          Map.entry(ObjectNode.class, ObjectSchema::new),
          Map.entry(JsonNode.class, Schema::new),
          Map.entry(Object.class, Schema::new));

  private static final Properties WORDS = words();

  private final Components components;
  private final Supplier<Schema<?>> decimal;
  private final Map<Class<?>, String> named = new HashMap<>();

  private Schemas(Components components, Supplier<Schema<?>> decimal) {
    this.components = components;
    this.decimal = decimal;
  }

  private static Properties words() {
    Properties words = new Properties();
    try (InputStream file =
        Objects.requireNonNull(Schemas.class.getResourceAsStream("words.properties"))) {
      words.load(new InputStreamReader(file, StandardCharsets.UTF_8));
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of requests: money and other decimals may come as text too. */
  static Schemas ofRequests(Components components) {
    return new Schemas(
        components,
        () ->
            new Schema<>()
                .addAnyOfItem(new NumberSchema())
                .addAnyOfItem(new StringSchema().pattern("^-?[0-9]+(\\.[0-9]+)?$")));
  }

  /** Those of answers: decimals are numbers. */
  static Schemas ofAnswers(Components components) {
    return new Schemas(components, NumberSchema::new);
  }

  /** The schema of values of the type; a record's is kept among the components. */
  Schema<?> of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Schema<?> inner = of(arguments[arguments.length - 1]);
      return generic.getRawType() == List.class
          ? new ArraySchema().items(inner)
          : new ObjectSchema().additionalProperties(inner);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == Usd.class || plain == BigDecimal.class) {
      return decimal.get();
    }
    if (PLAIN.containsKey(plain)) {
      return PLAIN.get(plain).get();
    }
    if (plain.isEnum()) {
      return new StringSchema()
          ._enum(Arrays.stream(plain.getEnumConstants()).map(Schemas::wire).toList());
    }
    if (!plain.isRecord()) {
      throw new IllegalStateException(plain + " is nothing that stands in a body");
    }
    return new Schema<>().$ref("#/components/schemas/" + component(plain));
  }

  /** A constant as bodies spell it: with its own word where it has one. */
  private static String wire(Object constant) {
    try {
      return (String) constant.getClass().getMethod("wire").invoke(constant);
    } catch (NoSuchMethodException e) {
      return constant.toString();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private String component(Class<?> type) {
    String known = named.get(type);
    if (known != null) {
      return known;
    }
    String name = name(type);
    if (components.getSchemas() != null && components.getSchemas().containsKey(name)) {
      throw new IllegalStateException("two records would be called " + name + ": " + type);
    }
    named.put(type, name);
    Schema<?> schema = new ObjectSchema();
    components.addSchemas(name, schema);
    fill(schema, type);
    io.swagger.v3.oas.annotations.media.Schema said =
        type.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
    if (said != null && said.additionalProperties() == AdditionalPropertiesValue.FALSE) {
      schema.additionalProperties(false);
    }
    return name;
  }

  /** The record's name with that of what it stands in, such as PriceRequest or AgentsMany. */
  private static String name(Class<?> type) {
    String own = type.getSimpleName().replaceFirst("View$", "");
    Class<?> outer = type.getDeclaringClass();
    if (outer == null) {
      return own;
    }
    String around = outer.getSimpleName();
    String about = around.replaceFirst("(Resource|Answers|Requests|Shapes|View)$", "");
    return (own.startsWith(about) ? "" : about)
        + own
        + (around.endsWith("Requests") ? "Request" : "");
  }

  /** Gives the schema the record's components as properties. */
  private void fill(Schema<?> schema, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      AnnotatedElement said = component.getAccessor();
      if (said.isAnnotationPresent(JsonUnwrapped.class)) {
        fill(schema, component.getType());
      } else if (!said.isAnnotationPresent(JsonIgnore.class)) {
        String name = name(component);
        schema.addProperty(name, property(name, component));
        if (isAlwaysThere(component)) {
          schema.addRequiredItem(name);
        }
      }
    }
    Arrays.stream(type.getMethods())
        .filter(method -> method.isAnnotationPresent(JsonAnyGetter.class))
        .forEach(
            method ->
                schema.additionalProperties(
                    of(method.getGenericReturnType()).getAdditionalProperties()));
  }

  static String name(RecordComponent component) {
    JsonProperty said = component.getAccessor().getAnnotation(JsonProperty.class);
    return said == null
        ? PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName())
        : said.value();
  }

  static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static boolean isAlwaysThere(RecordComponent component) {
    JsonInclude include = component.getAccessor().getAnnotation(JsonInclude.class);
    return include == null ? !isNullable(component) : include.value() == JsonInclude.Include.ALWAYS;
  }

  /** Whether a body of this shape may be left out. */
  static boolean mayBeEmpty(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .allMatch(
            component ->
                component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                    ? mayBeEmpty(component.getType())
                    : !isAlwaysThere(component));
  }

  /** The schema of a record's component, with what is said about it. */
  Schema<?> property(String name, RecordComponent component) {
    io.swagger.v3.oas.annotations.media.Schema said =
        component.getAccessor().getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
    Schema<?> schema =
        of(
            said == null || said.implementation() == Void.class
                ? component.getGenericType()
                : said.implementation());
    String meaning =
        said == null || said.description().isEmpty() ? WORDS.getProperty(name) : said.description();
    if (schema.get$ref() != null) {
      // Beside a reference nothing else counts.
      schema = new Schema<>().addAllOfItem(schema);
    }
    schema.description(meaning);
    if (isNullable(component) && isAlwaysThere(component)) {
      schema.nullable(true);
    }
    if (said != null) {
      constrain(schema, said);
    }
    return schema;
  }

  @SuppressWarnings("unchecked")
  private static void constrain(Schema<?> schema, io.swagger.v3.oas.annotations.media.Schema said) {
    if (!said.minimum().isEmpty()) {
      schema.minimum(new BigDecimal(said.minimum()));
    }
    if (!said.maximum().isEmpty()) {
      schema.maximum(new BigDecimal(said.maximum()));
    }
    if (said.maxLength() != Integer.MAX_VALUE) {
      schema.maxLength(said.maxLength());
    }
    if (!said.pattern().isEmpty()) {
      schema.pattern(said.pattern());
    }
    if (!said.defaultValue().isEmpty()) {
      schema.setDefault(said.defaultValue());
    }
    if (said.allowableValues().length > 0) {
      ((Schema<String>) schema).setEnum(List.of(said.allowableValues()));
    }
    if (said.nullable()) {
      schema.nullable(true);
    }
  }
}
