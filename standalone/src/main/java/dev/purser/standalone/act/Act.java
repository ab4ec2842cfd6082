package dev.purser.standalone.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.CommandError;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Subcommand;
import dev.purser.standalone.client.Target;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What pausing, killing and resuming share: whom it is about, and the question before it is done.
 */
abstract class Act extends Subcommand {
  private final String verb;
  private final String sentence;

  @Parameters(
      arity = "0..1",
      paramLabel = "AGENT|INTENT",
      description = "An agent's address or an intent's id.")
  private @Nullable String target;

  @Option(names = "--all", description = "Every agent, and those that come later until resumed.")
  private boolean all;

  @Option(
      names = "--scope",
      paramLabel = "PREFIX",
      description = "Every agent under a prefix such as agent://org/*, and those that come later.")
  private @Nullable String scope;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the event.")
  private @Nullable String reason;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  /**
   * @param verb the last part of the path in the API
   * @param sentence with one {@code %s} for whom it is about
   */
  Act(String verb, String sentence) {
    this.verb = verb;
    this.sentence = sentence;
  }

  /** Adds what only this act says. */
  void fill(ObjectNode body) {}

  @Override
  public void run() {
    if (Stream.of(target != null, all, scope != null).filter(given -> given).count() != 1) {
      throw new CommandError("name one of: an agent, an intent, --all, --scope PREFIX");
    }
    PurserClient client = client();
    String target = this.target;
    ObjectNode body = PurserClient.object();
    if (reason != null) {
      body.put("reason", reason);
    }
    fill(body);
    if (target == null) {
      String prefix = all ? "*" : requireScope(Objects.requireNonNull(scope));
      confirm(Affected.scope(client, prefix));
      body.put("scope", prefix);
      done(client.post("/v1/mesh/" + verb, body));
    } else if (Target.isIntent(target)) {
      confirm(Affected.intent(client, target));
      done(client.post(Target.intentPath(target) + "/" + verb, body));
    } else {
      confirm(Affected.agent(client, target));
      done(client.post(Target.agentPath(target) + "/" + verb, body));
    }
  }

  private static String requireScope(String scope) {
    if (!scope.equals("*") && !(scope.startsWith("agent://") && scope.endsWith("/*"))) {
      throw new CommandError("--scope must be * or a prefix such as agent://org/*, not " + scope);
    }
    return scope;
  }

  private void confirm(String whom) {
    // With --json nothing but JSON goes to standard output.
    Confirmation.ask(json() ? err() : out(), sentence.formatted(whom), yes);
  }

  private void done(JsonNode answer) {
    print(
        answer,
        () -> {
          JsonNode status =
              answer.has("intent") ? answer.path("intent").path("status") : answer.path("status");
          boolean journaled = answer.path("journaled").asBoolean(true);
          String later =
              journaled ? "" : " (PostgreSQL is away; it is written down when it is back)";
          boolean follows = !journaled || answer.path("following").asBoolean(true);
          return "Done"
              + (status.isTextual() ? ": " + Show.text(status) : "")
              + later
              + (follows ? "." : ". It is in force; the workflow has yet to hear of it.");
        });
  }
}
