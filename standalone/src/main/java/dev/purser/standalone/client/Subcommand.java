package dev.purser.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all subcommands share that talk to a running Purser. */
@Command(mixinStandardHelpOptions = true)
public abstract class Subcommand implements Runnable {
  @Mixin private Connection connection = new Connection();

  @Spec private @Nullable CommandSpec spec;

  /** The running Purser. */
  protected final PurserClient client() {
    return connection.client();
  }

  /** Standard output. */
  protected final PrintWriter out() {
    return PlainWriter.over(Objects.requireNonNull(spec).commandLine().getOut());
  }

  /** Standard error. */
  protected final PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  /** Whether JSON was asked for. */
  protected final boolean json() {
    return connection.json();
  }

  /** Prints the answer as JSON, or what a person wants to see of it. */
  protected final void print(JsonNode answer, Supplier<String> forPeople) {
    String text = connection.json() ? answer.toPrettyString() : forPeople.get().stripTrailing();
    PrintWriter out = out();
    out.println(text);
    out.flush();
  }
}
