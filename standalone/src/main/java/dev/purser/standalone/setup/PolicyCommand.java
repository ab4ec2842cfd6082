package dev.purser.standalone.setup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Subcommand;
import dev.purser.standalone.client.Table;
import dev.purser.standalone.client.Target;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    @Mixin private PolicyWords policy = new PolicyWords();

    @Option(
        names = "--notify",
        paramLabel = "WHOM",
        description = "E-mail address, URL or channel for every --rule; may be repeated.")
    private List<String> notify = List.of();

    @Override
    public void run() {
      JsonNode answer = client().put(policy.path(""), policy.body(notify));
      print(answer, () -> text(answer));
    }
  }
}
