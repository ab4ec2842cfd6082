package dev.purser.standalone.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.List;

/** The instructions of the project's Dockerfile, continued lines joined. */
record Dockerfile(List<String> instructions) {

  static Dockerfile read() {
    String joined = ComposeFile.text("Dockerfile").replaceAll("\\\\\n\\s*", " ");
    return new Dockerfile(
        Arrays.stream(joined.split("\n", -1))
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList());
  }

  List<String> of(String instruction) {
    return instructions.stream()
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> line.substring(instruction.length()).strip())
        .toList();
  }

  List<String> entrypoint() {
    try {
      return new JsonMapper()
          .readValue(of("ENTRYPOINT").get(0), new TypeReference<List<String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("ENTRYPOINT must be a JSON list", e);
    }
  }
}
