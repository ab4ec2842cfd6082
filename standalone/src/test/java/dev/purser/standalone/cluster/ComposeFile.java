package dev.purser.standalone.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The project's docker-compose.yml as Compose reads it: merged, with variables filled in. */
record ComposeFile(Map<String, Object> root, Map<String, Service> services) {
  static final Path PROJECT = projectFolder();

  /** {@code ${NAME}}, {@code ${NAME:-default}} or {@code ${NAME:?message}}. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Z_]+)(?:(:-|:\\?)([^}]*))?\\}");

  /** One service, with the lists and maps it may leave out empty. */
  record Service(String name, Map<String, Object> attributes) {
    List<String> list(String attribute) {
      Object value = attributes.getOrDefault(attribute, List.of());
      return ((List<?>) value).stream().map(String::valueOf).toList();
    }

    Map<String, Object> map(String attribute) {
      return asMap(attributes.getOrDefault(attribute, Map.of()));
    }

    Map<String, String> environment() {
      return map("environment").entrySet().stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey,
                  entry -> String.valueOf(entry.getValue()),
                  (a, b) -> b,
                  LinkedHashMap::new));
    }
  }

  static ComposeFile read(Map<String, String> environment) {
    Map<String, Object> raw =
        asMap(new Yaml(new SafeConstructor(new LoaderOptions())).load(text()));
    Map<String, Object> root = asMap(interpolate(raw, environment));
    Map<String, Service> services = new LinkedHashMap<>();
    asMap(root.get("services"))
        .forEach((name, value) -> services.put(name, new Service(name, asMap(value))));
    return new ComposeFile(root, services);
  }

  static String text() {
    return text("docker-compose.yml");
  }

  static String text(String file) {
    try {
      return Files.readString(PROJECT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Service service(String name) {
    return services.get(name);
  }

  private static Object interpolate(Object value, Map<String, String> environment) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> filled = new LinkedHashMap<>();
      map.forEach((key, inner) -> filled.put(key, interpolate(inner, environment)));
      return filled;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(inner -> interpolate(inner, environment)).toList();
    }
    return value instanceof String text ? interpolate(text, environment) : value;
  }

  private static String interpolate(String text, Map<String, String> environment) {
    Matcher matcher = VARIABLE.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String value = environment.getOrDefault(matcher.group(1), "");
      if (value.isEmpty() && ":?".equals(matcher.group(2))) {
        throw new IllegalArgumentException(matcher.group(1) + ": " + matcher.group(3));
      }
      matcher.appendReplacement(
          filled,
          Matcher.quoteReplacement(
              value.isEmpty() && matcher.group(3) != null ? matcher.group(3) : value));
    }
    return matcher.appendTail(filled).toString();
  }

  private static Map<String, Object> asMap(Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    ((Map<?, ?>) value).forEach((key, inner) -> map.put(String.valueOf(key), inner));
    return map;
  }

  private static Path projectFolder() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docker-compose.yml"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
