package dev.purser.standalone.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whose policy, and what it says: what setting one and previewing one are told alike. */
final class PolicyWords {
  @Parameters(index = "0", paramLabel = "AGENT|SCOPE", description = "Whose.")
  private String whom = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "JSON as the API takes it: {\"rules\": […]}; - for standard input.")
  private @Nullable String file;

  @Option(
      names = "--rule",
      paramLabel = "PERIOD:USD:ACTION",
      description =
          "A rule, instead of a file; may be repeated. burn:USD:ACTION is dollars an hour over 5"
              + " minutes.")
  private List<String> rules = List.of();

  @Option(
      names = "--timezone",
      paramLabel = "ZONE",
      description = "Where days begin, e.g. Europe/Berlin.")
  private @Nullable String timezone;

  @Option(
      names = "--applies",
      paramLabel = "each|total",
      description = "For a scope: to each agent below it, or to their sum.")
  private @Nullable String applies;

  /** The path of the policy, and of what lies below it. */
  String path(String below) {
    return PolicyCommand.path(whom, below);
  }

  /** The policy as the API takes it. */
  ObjectNode body(List<String> notify) {
    return PolicyFile.body(file, rules, notify, timezone, applies);
  }
}
