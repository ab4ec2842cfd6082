package dev.purser.standalone.act;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code purser resume}. */
@Command(name = "resume", description = "Let go on what was paused, parked or killed.")
public final class ResumeCommand extends Act {
  @Option(
      names = "--grant",
      paramLabel = "USD",
      converter = Amount.class,
      description = "Extra budget for every full window; without it a full window stays shut.")
  private @Nullable BigDecimal grant;

  public ResumeCommand() {
    super("resume", "Resumes %s.");
  }

  @Override
  void fill(ObjectNode body) {
    if (grant != null) {
      body.put("grant_usd", grant);
    }
  }
}
