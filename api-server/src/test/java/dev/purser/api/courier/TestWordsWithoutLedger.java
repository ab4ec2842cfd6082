package dev.purser.api.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.api.Server;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.IntentStatus;
import java.sql.Connection;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People's words by HTTP while PostgreSQL is away, on real workflows, and what is left of them. */
final class TestWordsWithoutLedger {
  private static final AgentAddress OTHER = new AgentAddress("agent://org/other");
  private static final String STOP = "{\"reason\":\"it loops\"}";

  private final World world = new World();
  private Server server;

  @BeforeEach
  void start() throws Exception {
    world.withWorker().startCourier();
    server = new Server(world.settings, world.steward());
  }

  @AfterEach
  void close() {
    server.close();
    world.close();
  }

  @Test
  void aPauseTakenByTheWorkflowHoldsInTheLedgerUntilItIsResumedThere() {
    UUID intent = begun(World.AGENT);
    world.loseLedger();

    JsonNode paused = act(intent, "pause");

    assertThat(paused.path("status").asText()).isEqualTo("WAITING");
    assertThat(paused.path("journaled").asBoolean(true)).isFalse();
    assertThat(world.view(intent).status()).isEqualTo(IntentStatus.WAITING);
    giveLedgerBack();
    until("the ledger knows").until(() -> world.status(intent) == IntentStatus.WAITING);
    assertThat(report(World.AGENT, intent)).isEqualTo("PARK");
    assertThat(shown(intent).path("parked_by").path("reason").asText()).isEqualTo("it loops");

    JsonNode resumed = act(intent, "resume");

    assertThat(resumed.path("journaled").asBoolean()).isTrue();
    until("it goes on").until(() -> world.status(intent).isInHand());
    assertThat(report(World.AGENT, intent)).isEqualTo("CONTINUE");
    assertThat(world.view(intent).holds()).isEmpty();
  }

  @Test
  void aPauseOfTheLedgerIsLiftedByAResumeThatTheWorkflowTook() {
    UUID intent = begun(World.AGENT);
    act(intent, "pause");
    until("it waits").until(() -> world.status(intent) == IntentStatus.WAITING);
    world.loseLedger();

    JsonNode resumed = act(intent, "resume");

    assertThat(resumed.path("journaled").asBoolean(true)).isFalse();
    giveLedgerBack();
    until("the ledger knows").until(() -> world.status(intent).isInHand());
    assertThat(report(World.AGENT, intent)).isEqualTo("CONTINUE");
    assertThat(shown(intent).path("stopping").asBoolean(true)).isFalse();
    assertThat(world.view(intent).holds()).isEmpty();
  }

  @Test
  void whatWasKilledWithoutTheLedgerStaysKilled() {
    UUID killed = begun(World.AGENT);
    UUID goesOn = begun(World.AGENT);
    UUID ofKilled = begun(OTHER);
    until("its workflow runs").until(() -> world.isKnown(OTHER));
    world.loseLedger();

    assertThat(act(killed, "kill").path("status").asText()).isEqualTo("CANCELED");
    JsonNode agent = server.post("/v1/mesh/agents/" + OTHER + "/kill", STOP).json();
    assertThat(agent.path("status").asText()).isEqualTo("KILLED");
    assertThat(agent.path("journaled").asBoolean(true)).isFalse();

    giveLedgerBack();
    until("the ledger knows of the intent")
        .until(() -> world.status(killed) == IntentStatus.CANCELED);
    until("the agent's intents are ended")
        .until(() -> world.status(ofKilled) == IntentStatus.CANCELED);
    assertThat(report(World.AGENT, killed)).isEqualTo("KILL");
    assertThat(report(OTHER, ofKilled)).isEqualTo("KILL");
    assertThat(report(World.AGENT, goesOn)).isEqualTo("CONTINUE");
    assertThat(server.post("/v1/intents/" + killed + "/resume", "{}").status()).isEqualTo(409);
    assertThat(server.post("/v1/mesh/agents/" + OTHER + "/resume", "{}").status()).isEqualTo(200);
    assertThat(world.status(ofKilled)).as("killed for good").isEqualTo(IntentStatus.CANCELED);
    UUID later = begun(OTHER);
    assertThat(report(OTHER, later)).isEqualTo("CONTINUE");
  }

  @Test
  void wordsArriveWhileTheDatabaseHangs() throws Exception {
    UUID killed = begun(World.AGENT);
    UUID ofOther = begun(OTHER);
    until("its workflow runs").until(() -> world.isKnown(OTHER));

    try (Connection hanging = world.connection()) {
      hanging.setAutoCommit(false);
      try (Statement lock = hanging.createStatement()) {
        lock.execute("lock table agent, intent, account in access exclusive mode");
      }
      CompletableFuture<Server.Answer> intent = posted("/v1/intents/" + killed + "/kill");
      CompletableFuture<Server.Answer> agent = posted("/v1/mesh/agents/" + OTHER + "/kill");

      // The database is waited for as long as a batch may take, not once for everything asked of
      // it.
      assertThat(intent.get(25, TimeUnit.SECONDS).status()).isEqualTo(200);
      assertThat(agent.get(25, TimeUnit.SECONDS).status()).isEqualTo(200);
      assertThat(world.view(killed).status()).isEqualTo(IntentStatus.CANCELED);
    }

    until("the ledger knows").until(() -> world.status(killed) == IntentStatus.CANCELED);
    until("the agent's intents end").until(() -> world.status(ofOther) == IntentStatus.CANCELED);
  }

  private CompletableFuture<Server.Answer> posted(String path) {
    return CompletableFuture.supplyAsync(() -> server.post(path, STOP));
  }

  private UUID begun(AgentAddress agent) {
    UUID intent = UUID.fromString(server.intent(agent.value()));
    until("it is handed out").until(() -> world.status(intent).isInHand());
    return intent;
  }

  private JsonNode act(UUID intent, String act) {
    Server.Answer answer = server.post("/v1/intents/" + intent + "/" + act, STOP);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private void giveLedgerBack() {
    world.giveLedgerBack();
    until("the server has its ledger again")
        .until(() -> server.get("/v1/mesh/agents").status() == 200);
  }

  private JsonNode shown(UUID intent) {
    return server.get("/v1/intents/" + intent).json().path("intent");
  }

  private String report(AgentAddress agent, UUID intent) {
    String body =
        "{\"agent\":\"" + agent + "\",\"intent_id\":\"" + intent + "\",\"cost_usd\":0.01}";
    return server.post("/v1/mesh/metrics", body).json().path("directive").asText();
  }

  private static ConditionFactory until(String what) {
    return await(what).atMost(World.LONGEST);
  }
}
