package dev.purser.standalone.look;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Subcommand;
import dev.purser.standalone.client.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code purser why X}: why an intent or agent stands where it stands, and what would help. */
@Command(
    name = "why",
    description = "Why an intent or an agent stands where it stands, and the commands that help.")
public final class WhyCommand extends Subcommand {
  @Parameters(paramLabel = "X", description = "An intent's id or an agent's address.")
  private String target = "";

  @Override
  public void run() {
    String path = Target.isIntent(target) ? Target.intentPath(target) : Target.agentPath(target);
    JsonNode answer = client().get(path + "/why");
    print(answer, () -> text(answer));
  }

  /** The answer of a {@code why} for people. */
  public static String text(JsonNode answer) {
    StringBuilder text = new StringBuilder();
    text.append(Show.text(answer.path("state")))
        .append(" since ")
        .append(Show.time(answer.path("since")))
        .append(". ")
        .append(Show.text(answer.path("text")))
        .append(System.lineSeparator());
    if (answer.path("needs").isTextual()) {
      text.append("Needs: ").append(Show.text(answer.path("needs"))).append(System.lineSeparator());
    }
    answer
        .path("commands")
        .forEach(
            command -> text.append("  ").append(command.asText()).append(System.lineSeparator()));
    return text.toString();
  }
}
