package dev.purser.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Target;
import dev.purser.standalone.story.Running;
import dev.purser.standalone.story.Story;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The subcommands, as typed, against a whole Purser. */
final class TestCommands {
  @TempDir Path folder;

  private final Running running = Running.instance();
  private final PurserClient client = running.purser().client();
  private final String agent = "agent://shell/production/" + UUID.randomUUID();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void showsWhatWasSpentByAgentAndByModel() {
    report("gpt-4", "9.20");
    report("gpt-4o", "2.85");
    report("gpt-4o-mini", "0.42");

    assertThat(purser("agents").lines().filter(line -> line.startsWith(agent)))
        .singleElement()
        .asString()
        .containsSubsequence("$12.47", "$12.47", "$12.47", "NO LIMIT", "1", "ACTIVE");
    assertThat(purser("agent", agent).lines().map(line -> line.replaceAll(" +", " ")))
        .contains("gpt-4 $9.20 73.8 % 1 0 0 -")
        .contains("gpt-4o $2.85 22.9 % 1 0 0 -")
        .contains("gpt-4o-mini $0.42 3.4 % 1 0 0 -");
  }

  @Test
  void setsAndShowsAPolicyFromWordsOrAFile() throws Exception {
    assertThat(
            purser(
                "policy",
                "set",
                agent,
                "--rule",
                "day:50:pause",
                "--rule",
                "intent:5:alert",
                "--notify",
                "ops@company.com"))
        .startsWith("Version 1")
        .containsSubsequence("day", "$50.00", "pause", "ops@company.com", "intent", "$5.00");

    Path file = Files.writeString(folder.resolve("policy.json"), Story.POLICY);
    assertThat(purser("policy", "set", agent, file.toString())).startsWith("Version 2");
    assertThat(json("policy", "get", agent, "--json").path("version").asInt()).isEqualTo(2);
  }

  @Test
  void namesTheTightestRuleWithItsPeriodAndAction() {
    report("gpt-4o", "3");
    purser("policy", "set", agent, "--rule", "month:10:kill");
    assertThat(purser("agents").lines().filter(line -> line.startsWith(agent)))
        .singleElement()
        .asString()
        .contains("month $10.00 kill");
  }

  @Test
  void setsARuleOfTheBurnRateAndSaysWhatItWouldHaveDone() {
    report("gpt-4o", "30");
    assertThat(
            purser("policy", "preview", agent, "--rule", "day:20:pause", "--rule", "burn:60:alert")
                .replaceAll(" +", " "))
        .contains("of $30.00 spent")
        .contains("would have paused once, first on ")
        .contains("and stopped $10.00.")
        .contains("day $20.00 pause 1 ")
        .contains("burn, 5 min $60.00/h alert 1 ")
        .contains("until its window ends");
    assertThat(json("policy", "preview", agent, "--rule", "day:50:kill", "--json").path("kills"))
        .hasToString("0");
    assertThat(purser("policy", "set", agent, "--rule", "burn:900:alert").replaceAll(" +", " "))
        .contains("burn, 5 min $900.00/h alert -");
    assertThat(purser("agent", agent)).contains("burns $30.00/h");
  }

  @Test
  void setsAPolicyOfAScope() {
    String scope = "agent://shell-" + UUID.randomUUID() + "/*";
    purser("policy", "set", scope, "--rule", "day:100:pause", "--applies", "total");
    assertThat(json("policy", "get", scope, "--json").path("applies").asText()).isEqualTo("total");
  }

  @Test
  void saysHowManyItTouchesAndStopsWhereNobodyCanBeAsked() {
    report("gpt-4o", "1");
    assertThat(run("pause", agent)).isEqualTo(1);
    assertThat(out.toString()).contains("Pauses " + agent + " (ACTIVE), 1 open intent.");
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "purser: nothing done: there is no terminal to ask at; add --yes\n");
    assertThat(status()).isEqualTo("ACTIVE");
  }

  @Test
  void pausesExplainsResumesAndKillsAnAgent() {
    report("gpt-4o", "1");
    assertThat(purser("pause", agent, "--reason", "lunch", "--yes")).contains("Done: PAUSED.");
    assertThat(purser("why", agent)).startsWith("PAUSED since ").contains("lunch");
    assertThat(purser("resume", agent, "--yes")).contains("Done: ACTIVE.");
    assertThat(purser("kill", agent, "--yes")).contains("Done: KILLED.");
    await()
        .atMost(Story.PATIENCE)
        .until(() -> client.get(Target.agentPath(agent)).path("agent"), Story.status("KILLED"));
    assertThat(purser("tail", agent, "--once"))
        .containsSubsequence("agent.created", "agent.paused", "agent.resumed", "agent.killed");
  }

  @Test
  void pausesAndResumesAScope() {
    String scope = agent.replaceFirst("/[^/]*$", "") + "-" + UUID.randomUUID();
    ObjectNode report = PurserClient.object();
    report.put("agent", scope + "/one");
    report.put("cost_usd", 1);
    client.post("/v1/mesh/metrics", report);

    assertThat(purser("pause", "--scope", scope + "/*", "--yes"))
        .contains("Pauses 1 agent under " + scope + "/*, 0 open intents.");
    await()
        .atMost(Story.PATIENCE)
        .until(
            () -> client.get(Target.agentPath(scope + "/one")).path("agent"),
            Story.status("PAUSED"));
    purser("resume", "--scope", scope + "/*", "--yes");
    await()
        .atMost(Story.PATIENCE)
        .until(
            () -> client.get(Target.agentPath(scope + "/one")).path("agent"),
            Story.status("ACTIVE"));
  }

  @Test
  void grantsForThePeriodThatIsNamed() {
    purser("policy", "set", agent, "--rule", "day:5:pause");
    assertThat(purser("grant", agent, "2.50", "--period", "day", "--yes").replaceAll(" +", " "))
        .contains("day $2.50 $7.50");
  }

  @Test
  void showsParkedIntentsAlertsAndWhy() {
    purser("policy", "set", agent, "--rule", "day:2:pause");
    report("gpt-4o", "2");
    await()
        .atMost(Story.PATIENCE)
        .until(
            () -> client.get("/v1/intents" + PurserClient.query(java.util.Map.of("agent", agent))),
            answer -> answer.path("intents").path(0).path("status").asText().equals("WAITING"));
    assertThat(purser("intents", "--agent", agent)).contains("WAITING", "ticket-1", "$2.00");
    assertThat(purser("alerts", "--agent", agent).replaceAll(" +", " "))
        .contains("day 100 % $2.00 $2.00 paused");
    String intent =
        json("intents", "--agent", agent, "--json").findValuesAsText("intent_id").get(0);
    assertThat(purser("why", intent)).startsWith("WAITING since ").contains("day $2.00 pause");
    assertThat(purser("tail", intent, "--once")).contains("intent.waiting");
  }

  @Test
  void makesListsAndEndsKeys() {
    JsonNode made = json("keys", "create", "bot", "--agent", agent, "--json");
    PurserClient bot = new PurserClient(client.base(), made.path("key").asText());
    assertThat(bot.get(Target.agentPath(agent)).path("ok").asBoolean()).isTrue();

    String id = made.path("key_id").asText();
    assertThat(purser("keys", "list")).contains(id, "bot", agent);
    purser("keys", "delete", id);
    assertThat(bot.exchange("GET", Target.agentPath(agent), null, java.util.Map.of()).status())
        .isEqualTo(401);
  }

  @Test
  void showsSetsAndMissesPrices() {
    assertThat(purser("prices", "--model", "gpt-4o").replaceAll(" +", " "))
        .contains("gpt-4o openai - 0 2.5 1.25 - 10 -");
    String model = "house-model-" + UUID.randomUUID();
    ObjectNode report = PurserClient.object();
    report.put("agent", agent);
    report.put("model", model);
    report.put("tokens_in", 1_000_000);
    client.post("/v1/mesh/metrics", report);
    assertThat(purser("prices", "unpriced").replaceAll(" +", " ")).contains(model + " 1 $15.00");

    purser("prices", "set", model, "--input", "2", "--output", "4");
    // What was assumed is posted anew in the background.
    await()
        .atMost(Story.PATIENCE)
        .untilAsserted(() -> assertThat(purser("prices", "unpriced")).doesNotContain(model));
    assertThat(purser("prices", "--model", model)).contains(model);
  }

  @Test
  void saysInOneLineWhatTheApiRefuses() {
    assertThat(run("policy", "set", agent, "--rule", "fortnight:5:pause")).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("purser: ")
        .contains("period");
    err.getBuffer().setLength(0);
    assertThat(run("why", UUID.randomUUID().toString())).isEqualTo(1);
    assertThat(err.toString().lines()).singleElement().asString().contains("no intent");
  }

  @Test
  void showsNamesOfOthersWithoutObeyingThem() {
    String name = "a\u001b[31mred\u001b]0;title\u0007\u202e\u009bm\nforged";
    String shown = "a\\u001b[31mred\\u001b]0;title\\u0007\\u202e\\u009bm\\u000aforged";
    report(name, "1");
    purser("pause", agent, "--yes", "--reason", name);
    assertThat(shownOf("agent", agent)).contains(shown);
    assertThat(shownOf("why", agent)).contains(shown);
    assertThat(shownOf("tail", agent, "--once")).contains(shown);
    assertThat(shownOf("agents")).contains(agent);
    assertThat(shownOf("tail", agent, "--once", "--json"))
        .contains("\\u001B[31mred", "\\u202e\\u009bm");
    assertThat(json("why", agent, "--json").path("text").asText()).contains(name);
  }

  private String shownOf(String... words) {
    String printed = purser(words);
    assertThat(printed).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\r\n\t]]");
    assertThat(printed.lines()).noneMatch(line -> line.startsWith("forged"));
    return printed;
  }

  private String status() {
    return client.get(Target.agentPath(agent)).path("agent").path("status").asText();
  }

  private void report(String model, String usd) {
    ObjectNode report = PurserClient.object();
    report.put("agent", agent);
    report.put("task", "ticket-1");
    report.put("model", model);
    report.put("cost_usd", new BigDecimal(usd));
    client.post("/v1/mesh/metrics", report);
  }

  /** What the command prints; it must succeed. */
  private String purser(String... words) {
    out.getBuffer().setLength(0);
    assertThat(run(words)).as(err.toString()).isZero();
    return out.toString();
  }

  private JsonNode json(String... words) {
    try {
      return PurserClient.JSON.readTree(purser(words));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError("no JSON: " + out, e);
    }
  }

  private int run(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--data", running.data().toString()));
    CommandLine commandLine = Purser.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments.toArray(String[]::new));
  }
}
