package dev.purser.standalone.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Subcommand;
import dev.purser.standalone.client.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code purser policy preview}: what a policy would have done on past spend. */
@Command(
    name = "preview",
    description = "What a policy would have done on past spend; nothing is set.",
    footer = {
      "",
      "Example: purser policy preview agent://myorg/production/bot --rule day:50:pause --from 2026-11-01"
    })
final class PreviewCommand extends Subcommand {
  @Mixin private PolicyWords policy = new PolicyWords();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "A day or a time like 2026-11-01T12:00:00Z. Default: 30 days before --to")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "A day or a time. Default: now")
  private @Nullable String to;

  @Override
  public void run() {
    ObjectNode body = policy.body(List.of());
    if (from != null) {
      body.put("from", from);
    }
    if (to != null) {
      body.put("to", to);
    }
    JsonNode answer = client().post(policy.path("/preview"), body);
    print(answer, () -> text(answer));
  }

  private String text(JsonNode answer) {
    Table table = new Table("RULE", "LIMIT", "ACTION", "TIMES", "FIRST", "STOPPED", "ALERTS");
    for (JsonNode each : answer.path("rules")) {
      JsonNode rule = each.path("rule");
      table.row(
          Show.period(rule),
          Show.limit(rule),
          Show.text(rule.path("action")),
          Show.count(each.path("times")),
          Show.time(each.path("first_at")),
          Show.usd(each.path("stopped_usd")),
          Show.count(each.path("alerts")));
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "From %s to %s, of %s spent, this policy%n%s.%n%n"
            .formatted(
                Show.time(answer.path("from")),
                Show.time(answer.path("to")),
                Show.usd(answer.path("spent_usd")),
                Show.text(answer.path("text"))));
    text.append(table.render("No rules."));
    answer.path("assumptions").forEach(each -> text.append("%n%s".formatted(each.asText())));
    return text.toString();
  }
}
