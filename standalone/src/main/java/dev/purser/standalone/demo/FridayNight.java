package dev.purser.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.CommandError;
import dev.purser.standalone.Purser;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Show;
import dev.purser.standalone.client.Target;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The story that Purser was made for, told with the commands a user would type. */
final class FridayNight {
  private static final String RESEARCH = "agent://myorg/production/research-agent";
  private static final String SUPPORT = "agent://myorg/production/support-agent";
  private static final BigDecimal CALL = new BigDecimal("0.03");
  private static final int MOST_CALLS = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PrintWriter out;
  private final PurserClient client;
  private final Path data;

  FridayNight(PrintWriter out, PurserClient client, Path data) {
    this.out = out;
    this.client = client;
    this.data = data;
  }

  void play() {
    afternoon();
    String intent = evening();
    night(intent);
    monday(intent);
  }

  private void afternoon() {
    say(
        "FRIDAY AFTERNOON. The research agent gets a budget: $50 a day, then it pauses; an alert for a");
    say("single intent that costs $5.");
    purser(
        "policy",
        "set",
        RESEARCH,
        "--rule",
        "day:50:pause",
        "--rule",
        "intent:5:alert",
        "--notify",
        "ops@company.com");
    say(
        "The support agent works through its tickets. Each call is reported with its model and cost:");
    type(
        "curl $PURSER_URL/v1/mesh/metrics -H \"x-api-key: $KEY\" -H 'Content-Type: application/json' \\");
    say(
        "      -d '{\"agent\": \""
            + SUPPORT
            + "\", \"task\": \"ticket-1204\", \"model\": \"gpt-4\", \"cost_usd\": 9.20}'");
    report(SUPPORT, "gpt-4", "9.20");
    report(SUPPORT, "gpt-4o", "2.85");
    report(SUPPORT, "gpt-4o-mini", "0.42");
    out.println();
    purser("agent", SUPPORT);
  }

  private String evening() {
    say(
        "FRIDAY, 19:00. An intent goes to the research agent, which starts to loop: four calls of $0.03");
    say("each time round, over the same ticket, again and again. Nobody watches.");
    String intent = createIntent();
    JsonNode answer = client.get("/health");
    int call = 0;
    boolean alerted = false;
    String directive = "CONTINUE";
    while (directive.equals("CONTINUE") && call < MOST_CALLS) {
      call++;
      answer = spend(intent);
      directive = answer.path("directive").asText();
      BigDecimal cost = answer.path("intent_cost_usd").decimalValue();
      if (!alerted && cost.compareTo(new BigDecimal("5")) >= 0) {
        alerted = true;
        line(call, cost, "alert: this intent has reached its $5", directive);
      } else if (call == 1 || call % 400 == 0) {
        line(call, cost, "", directive);
      }
    }
    line(
        call,
        answer.path("intent_cost_usd").decimalValue(),
        "the day's $50 are reached",
        directive);
    out.println();
    return intent;
  }

  private void night(String intent) {
    say(
        "The answer to that very call says "
            + "PARK"
            + ". The agent is paused, the intent waits in Temporal with its");
    say("reason, for as long as it takes:");
    await(intent, "WAITING");
    purser("why", intent);
    say(
        "Midnight, and the scheduler sends the agent more work. It is accepted and parked, not delivered:");
    String second = createIntent();
    await(second, "WAITING");
    purser("intents", "--agent", RESEARCH);
    purser("alerts");
  }

  private void monday(String intent) {
    say("MONDAY MORNING. The table says where the money went, and where it did not:");
    purser("agents");
    say("Somebody looks into it, and grants ten dollars so that the work can end in order:");
    purser("resume", RESEARCH, "--grant", "10", "--reason", "let it finish", "--yes");
    await(intent, "SUBMITTED", "DELIVERED", "IN_PROGRESS");
    JsonNode answer = spend(intent);
    line(
        1,
        answer.path("intent_cost_usd").decimalValue(),
        "it goes on",
        answer.path("directive").asText());
    out.println();
    say("It still loops, so it is stopped for good:");
    purser("kill", RESEARCH, "--reason", "loops over the same ticket", "--yes");
    await(intent, "CANCELED");
    purser("intents", "--agent", RESEARCH);
    say(
        "Bill of the weekend: $50.04 instead of $487. That was ./purser demo; ./purser up starts it to stay.");
  }

  private String createIntent() {
    ObjectNode intent = PurserClient.object();
    intent.put("intent_type", "research.ticket.v1");
    intent.put("correlation_id", UUID.randomUUID().toString());
    intent.put("to_agent", RESEARCH);
    intent.putObject("payload").put("ticket", "1187");
    return client.post("/v1/intents", intent).path("intent_id").asText();
  }

  private JsonNode spend(String intent) {
    ObjectNode report = PurserClient.object();
    report.put("agent", RESEARCH);
    report.put("intent_id", intent);
    report.put("cost_usd", CALL);
    report.put("model", "gpt-4o");
    return client.post("/v1/mesh/metrics", report);
  }

  private void report(String agent, String model, String usd) {
    ObjectNode report = PurserClient.object();
    report.put("agent", agent);
    report.put("task", "ticket-1204");
    report.put("model", model);
    report.put("cost_usd", new BigDecimal(usd));
    client.post("/v1/mesh/metrics", report);
  }

  private void await(String intent, String... statuses) {
    Instant end = Instant.now().plus(PATIENCE);
    String now = "";
    while (!List.of(statuses).contains(now)) {
      now = client.get(Target.intentPath(intent)).path("intent").path("status").asText();
      if (Instant.now().isAfter(end)) {
        throw new CommandError(
            "intent %s is %s and did not become %s"
                .formatted(intent, now, String.join(" or ", statuses)));
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandError("interrupted", e);
      }
    }
  }

  private void line(int call, BigDecimal cost, String what, String directive) {
    out.printf("  call %,5d  %7s  %-8s  %s%n", call, Show.usd(cost), directive, what);
    out.flush();
  }

  private void say(String sentence) {
    out.println(sentence);
    out.flush();
  }

  private void type(String command) {
    out.println("  $ " + command);
  }

  /** Shows a command, and runs it as the shell would. */
  private void purser(String... words) {
    type("./purser " + String.join(" ", Arrays.stream(words).map(FridayNight::quoted).toList()));
    CommandLine commandLine = Purser.commandLine();
    commandLine.setOut(new PrintWriter(new Indented(out), true));
    String[] arguments =
        Stream.concat(Arrays.stream(words), Stream.of("--data", data.toString()))
            .toArray(String[]::new);
    if (commandLine.execute(arguments) != 0) {
      throw new CommandError("the demo ends here");
    }
    out.println();
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9:/@._-]+") ? word : "\"" + word + "\"";
  }
}
