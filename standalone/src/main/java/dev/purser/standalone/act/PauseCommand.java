package dev.purser.standalone.act;

import picocli.CommandLine.Command;

/** {@code purser pause}. */
@Command(name = "pause", description = "Stop for now: everything waits where it is until resumed.")
public final class PauseCommand extends Act {
  public PauseCommand() {
    super("pause", "Pauses %s.");
  }
}
