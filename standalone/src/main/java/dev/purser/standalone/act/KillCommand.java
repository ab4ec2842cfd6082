package dev.purser.standalone.act;

import picocli.CommandLine.Command;

/** {@code purser kill}. */
@Command(
    name = "kill",
    description = "Stop for good: open intents are canceled, new ones refused until resumed.")
public final class KillCommand extends Act {
  public KillCommand() {
    super("kill", "Kills %s. What is canceled stays canceled.");
  }
}
