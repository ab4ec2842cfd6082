package dev.purser.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * The OpenAPI document as a judge of what is sent and answered: stricter, it takes no field that it
 * does not tell of.
 */
final class Contract {
  private static final String JSON = "application/json";

  private final JsonNode document;

  Contract(JsonNode document) {
    this.document = document;
  }

  /** Every operation by its method and path, such as {@code GET /v1/alerts}. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            operations.put(
                                method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                method.getValue())));
    return operations;
  }

  /** The schema of an operation's body; a missing node where it takes none. */
  JsonNode body(String operation) {
    return content(operations().get(operation).path("requestBody")).path("schema");
  }

  /** The forms that an operation's body may have; none of one without a body. */
  List<JsonNode> forms(String operation) {
    JsonNode schema = body(operation);
    if (schema.isMissingNode()) {
      return List.of();
    }
    return schema.has("anyOf") ? all(schema.path("anyOf")) : List.of(schema);
  }

  /** The schema of an operation's errors. */
  JsonNode problem(String operation) {
    JsonNode response = operations().get(operation).path("responses").path("4XX");
    return content(response).path("schema");
  }

  /** The status and the answer of success. */
  Map.Entry<Integer, JsonNode> success(String operation) {
    return operations().get(operation).path("responses").properties().stream()
        .filter(response -> response.getKey().startsWith("2"))
        .map(response -> Map.entry(Integer.valueOf(response.getKey()), response.getValue()))
        .findFirst()
        .orElse(Map.entry(0, MissingNode.getInstance()));
  }

  /** What is said of the one type of the content, of JSON where there are several. */
  static JsonNode content(JsonNode body) {
    JsonNode content = body.path("content");
    return content.has(JSON) || content.isEmpty() ? content.path(JSON) : content.elements().next();
  }

  /** The properties of an object's schema by their names. */
  Map<String, JsonNode> properties(JsonNode schema) {
    Map<String, JsonNode> properties = new LinkedHashMap<>();
    resolve(schema)
        .path("properties")
        .properties()
        .forEach(property -> properties.put(property.getKey(), property.getValue()));
    return properties;
  }

  /** Every field of every object, such as {@code Grant.usd}. */
  Map<String, JsonNode> fields() {
    Map<String, JsonNode> fields = new TreeMap<>();
    document
        .at("/components/schemas")
        .properties()
        .forEach(
            schema ->
                properties(schema.getValue())
                    .forEach((name, field) -> fields.put(schema.getKey() + "." + name, field)));
    return fields;
  }

  /** The schema itself, which may stand elsewhere. */
  JsonNode resolve(JsonNode schema) {
    if (schema.has("allOf")) {
      return resolve(schema.path("allOf").get(0));
    }
    return schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
  }

  /** What of the value the document does not tell of. */
  List<String> faults(String at, JsonNode value, JsonNode schema) {
    if (value.isNull()) {
      return schema.path("nullable").asBoolean() ? List.of() : List.of(at + " is null");
    }
    JsonNode shape = resolve(schema);
    if (shape.has("anyOf")) {
      List<List<String>> tries =
          all(shape.path("anyOf")).stream().map(form -> faults(at, value, form)).toList();
      return tries.stream().anyMatch(List::isEmpty) ? List.of() : tries.get(0);
    }
    return switch (shape.path("type").asText()) {
      case "object" -> value.isObject() ? ofObject(at, value, shape) : wrong(at, value, shape);
      case "array" -> value.isArray() ? ofArray(at, value, shape) : wrong(at, value, shape);
      case "string" ->
          value.isTextual() && isLike(value.asText(), shape) ? List.of() : wrong(at, value, shape);
      case "integer" -> value.isIntegralNumber() ? List.of() : wrong(at, value, shape);
      case "number" -> value.isNumber() ? List.of() : wrong(at, value, shape);
      case "boolean" -> value.isBoolean() ? List.of() : wrong(at, value, shape);
      default -> List.of();
    };
  }

  private List<String> ofObject(String at, JsonNode value, JsonNode shape) {
    List<String> faults = new ArrayList<>();
    JsonNode others = shape.path("additionalProperties");
    boolean free = !shape.has("properties") && others.isMissingNode();
    value
        .properties()
        .forEach(
            member -> {
              String name = at + "." + member.getKey();
              JsonNode known = shape.path("properties").path(member.getKey());
              if (!known.isMissingNode() || others.isObject()) {
                faults.addAll(
                    faults(name, member.getValue(), known.isMissingNode() ? others : known));
              } else if (!free) {
                faults.add(name + " is not documented");
              }
            });
    shape
        .path("required")
        .forEach(
            name -> {
              if (!value.has(name.asText())) {
                faults.add(at + "." + name.asText() + " is not there");
              }
            });
    return faults;
  }

  private List<String> ofArray(String at, JsonNode value, JsonNode shape) {
    return all(value).stream()
        .flatMap(item -> faults(at + "[]", item, shape.path("items")).stream())
        .toList();
  }

  private static boolean isLike(String text, JsonNode shape) {
    try {
      return switch (shape.path("format").asText()) {
        case "date-time" -> Instant.parse(text) != null;
        case "uuid" -> text.length() == 36;
        default ->
            !shape.has("enum")
                || all(shape.path("enum")).stream().anyMatch(known -> known.asText().equals(text));
      };
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static List<String> wrong(String at, JsonNode value, JsonNode shape) {
    return List.of(at + " is " + value + ", documented is " + shape);
  }

  private static List<JsonNode> all(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
