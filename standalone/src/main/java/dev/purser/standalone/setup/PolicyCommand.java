package dev.purser.standalone.setup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Subcommand;
import dev.purser.standalone.client.Table;
import dev.purser.standalone.client.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code purser policy}: the rules of an agent or a scope. */
@Command(
    name = "policy",
    description = "The rules of an agent or a scope.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "get|set|preview",
    subcommands = {PolicyCommand.Get.class, PolicyCommand.Set.class, PreviewCommand.class})
public final class PolicyCommand {

  private static String path(String whom) {
    return path(whom, "");
  }

  /** The path of a policy, and of what lies below it. */
  static String path(String whom, String below) {
    return whom.endsWith("*")
        ? "/v1/mesh/policies/cost" + below + "?scope=" + PurserClient.encode(whom)
        : Target.agentPath(whom) + "/policies/cost" + below;
  }

  private static String text(JsonNode answer) {
    JsonNode policy = answer.has("policy") ? answer.path("policy") : answer;
    Table table = new Table("PERIOD", "LIMIT", "ACTION", "WARN AT %", "RESUME", "MODE", "NOTIFY");
    for (JsonNode rule : policy.path("rules")) {
      table.row(
          Show.period(rule),
          Show.limit(rule),
          Show.text(rule.path("action")),
          list(rule.path("warn_at")),
          Show.text(rule.path("resume")),
          Show.text(rule.path("mode")),
          list(rule.path("notify")));
    }
    return "Version %s, %s, time zone %s%n%s"
        .formatted(
            Show.text(policy.path("version")),
            Show.text(policy.path("mode")),
            Show.text(policy.path("timezone")),
            table.render("No rules."));
  }

  private static String list(JsonNode values) {
    StringBuilder text = new StringBuilder();
    values.forEach(value -> text.append(text.isEmpty() ? "" : " ").append(value.asText()));
    return text.isEmpty() ? Show.NONE : text.toString();
  }

  /** {@code purser policy get}. */
  @Command(
      name = "get",
      description = "Show the policy of an agent or of a scope such as agent://org/*.")
  static final class Get extends Subcommand {
    @Parameters(paramLabel = "AGENT|SCOPE", description = "Whose.")
    private String whom = "";

    @Override
    public void run() {
      JsonNode answer = client().get(path(whom));
      print(answer, () -> text(answer));
    }
  }

  /** {@code purser policy set}. */
  @Command(
      name = "set",
      description =
          "Set the policy of an agent or of a scope such as agent://org/*; it acts at once.",
      footer = {
        "",
        "Example: purser policy set agent://myorg/production/bot --rule day:50:pause --rule burn:20:alert --notify ops@company.com"
      })
  static final class Set extends Subcommand {
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
    private java.util.List<String> rules = java.util.List.of();

    @Option(
        names = "--notify",
        paramLabel = "WHOM",
        description = "E-mail address, URL or channel for every --rule; may be repeated.")
    private java.util.List<String> notify = java.util.List.of();

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

    @Override
    public void run() {
      JsonNode body = PolicyFile.body(file, rules, notify, timezone, applies);
      JsonNode answer = client().put(path(whom), body);
      print(answer, () -> text(answer));
    }
  }
}
