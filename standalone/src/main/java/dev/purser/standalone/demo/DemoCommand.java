package dev.purser.standalone.demo;

import dev.purser.standalone.up.ThrowAway;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code purser demo}: the Friday night, compressed in time. */
@Command(
    name = "demo",
    description =
        "The Friday night in under a minute: an agent loops, stops at $50.00, is explained and released.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(
        "Starting PostgreSQL, Temporal, the worker and the API on a throw-away directory …");
    out.flush();
    try (ThrowAway purser = ThrowAway.start()) {
      new FridayNight(out, purser.client(), purser.directory()).play();
    }
  }
}
