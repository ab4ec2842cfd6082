package dev.purser.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Target;
import dev.purser.standalone.up.Standalone;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Thirty days of Northwind's agents, told to a Purser over HTTP: the same ones every time, up to
 * now.
 *
 * @param waiting the id of an intent that its limit has parked
 * @param completed of one that is done
 * @param failed of one that is not
 * @param link where the link of a mail leads that resumes an agent
 */
public record World(String waiting, String completed, String failed, String link) {
  private static final int SEED = 7;
  private static final int BATCH = 1_000;

  /** Windows and rates go by when a report was posted: a past that is told now was posted then. */
  private static final List<String> POSTED_THEN =
      List.of(
          "delete from minute_sum",
          "delete from window_sum",
          "delete from late_sum",
          "delete from quarter_sum q using account a where a.id = q.account_id and a.kind = 'agent'",
          """
          insert into quarter_sum (account_id, quarter, posted, assumed, intents)
          select a.id, r.quarter, sum(r.cost), sum(r.assumed), 0
          from rollup r join agent g on g.id = r.agent_id
          join account a on a.kind = 'agent' and a.name = g.address
          group by a.id, r.quarter
          """);

  /**
   * Tells all of it.
   *
   * @param purser nobody has used it yet
   * @param post where its mails arrive
   */
  public static World tell(Standalone purser, Post post) {
    return new Teller(purser.client(), purser.database(), post).tell();
  }

  private static final class Teller {
    private final PurserClient client;
    private final Jdbi database;
    private final Post post;
    private final Random random = new Random(SEED);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    Teller(PurserClient client, Jdbi database, Post post) {
      this.client = client;
      this.database = database;
      this.post = post;
    }

    World tell() {
      // What happened before someone thought of limits; then what the limits did.
      history();
      database.useHandle(handle -> POSTED_THEN.forEach(handle::execute));
      Company.FIRST_POLICIES.forEach(client::setPolicy);
      Company.POLICIES.forEach(client::setPolicy);
      Company.SCOPES.forEach(
          (scope, policy) ->
              client.put(
                  "/v1/mesh/policies/cost" + PurserClient.query(Map.of("scope", scope)),
                  json(policy)));
      List<String> intents = intents();
      today();
      String waiting = intents.get(7);
      expensive(waiting);
      loop();
      setUp();
      Until.there("WAITING", () -> Optional.of(status(waiting)).filter("WAITING"::equals));
      return new World(waiting, intents.get(6), intents.get(8), post.link("Resume"));
    }

    private String status(String intent) {
      return client.get(Target.intentPath(intent)).path("intent").path("status").asText();
    }

    private void history() {
      List<ObjectNode> reports = new ArrayList<>();
      for (Company.Habits habits : Company.AGENTS) {
        for (int day = 0; day < habits.days(); day++) {
          int calls = habits.calls() / 2 + random.nextInt(habits.calls() + 1);
          for (int call = 0; call < calls; call++) {
            reports.add(call(habits).put("occurred_at", time(day).toString()));
          }
        }
      }
      report(reports);
    }

    /** Some time of the day that many days ago; of today what has passed of it. */
    private Instant time(int daysAgo) {
      Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
      long length =
          daysAgo == 0
              ? Math.max(1, Duration.between(midnight, now).toSeconds())
              : Duration.ofDays(1).toSeconds();
      return midnight
          .minus(daysAgo, ChronoUnit.DAYS)
          .plusSeconds((long) (random.nextDouble() * length));
    }

    private ObjectNode call(Company.Habits habits) {
      List<String> models = habits.models();
      String model = models.get(random.nextInt(4) > 0 ? 0 : models.size() - 1);
      long tokens = Math.round(habits.tokens() * (0.2 + 1.6 * random.nextDouble()));
      return PurserClient.object()
          .put("agent", habits.agent())
          .put("task", habits.tasks().get(random.nextInt(habits.tasks().size())))
          .put("model", model)
          .put("tokens_in", tokens)
          .put("tokens_cached", tokens / 3)
          .put("tokens_out", Math.round(tokens * (0.02 + 0.08 * random.nextDouble())));
    }

    private JsonNode report(List<ObjectNode> reports) {
      JsonNode last = PurserClient.object();
      for (int from = 0; from < reports.size(); from += BATCH) {
        ObjectNode body = PurserClient.object();
        ArrayNode list = body.putArray("reports");
        list.addAll(reports.subList(from, Math.min(reports.size(), from + BATCH)));
        last = client.post("/v1/mesh/metrics", body);
        if (!last.path("rejected").isEmpty()) {
          throw new IllegalStateException("not taken: " + last.path("rejected"));
        }
      }
      return last;
    }

    /** Work that one team gave another's agent: some is done, some failed, some goes on. */
    private List<String> intents() {
      List<String> ids = new ArrayList<>();
      for (Company.Habits habits : Company.AGENTS.subList(0, 7)) {
        for (String customer : List.of("acme", "globex")) {
          String id = intent(habits, customer);
          ids.add(id);
          spend(habits, id, 3);
        }
      }
      resolve(ids.get(6), "COMPLETED", "merged");
      resolve(ids.get(8), "FAILED", "the repository could not be checked out");
      return ids;
    }

    private String intent(Company.Habits habits, String customer) {
      ObjectNode intent =
          PurserClient.object()
              .put("intent_type", "northwind." + habits.team() + ".v1")
              .put("correlation_id", uuid())
              .put("to_agent", habits.agent())
              .put("task", habits.tasks().get(0));
      intent.putObject("payload").put("customer", customer);
      intent.putObject("tags").put("team", habits.team()).put("customer", customer);
      return client.post("/v1/intents", intent).path("intent_id").asText();
    }

    private void spend(Company.Habits habits, String intent, int calls) {
      List<ObjectNode> reports = new ArrayList<>();
      for (int call = 0; call < calls; call++) {
        ObjectNode report = call(habits).put("intent_id", intent);
        report.remove("task");
        reports.add(report);
      }
      report(reports);
    }

    private void resolve(String intent, String status, String reason) {
      client.post(
          Target.intentPath(intent) + "/resolve",
          PurserClient.object().put("status", status).put("reason", reason));
    }

    /** Who may do what, where it is said, and what someone has seen already. */
    private void setUp() {
      client.post("/v1/keys", PurserClient.object().put("name", "on-call").put("role", "operator"));
      client.post(
          "/v1/keys",
          PurserClient.object()
              .put("name", "translator in production")
              .put("role", "agent")
              .put("agent", Company.TRANSLATOR));
      client.post(
          "/v1/channels",
          PurserClient.object()
              .put("name", "ops")
              .put("type", "email")
              .put("target", "ops@northwind.example"));
      JsonNode alerts = client.get("/v1/alerts?limit=1").path("alerts");
      client.post(
          "/v1/alerts/" + alerts.path(0).path("alert_id").asText() + "/acknowledge",
          PurserClient.object().put("comment", "the board's report loops; ask growth"));
    }

    /** One that goes on until its own limit parks it. */
    private void expensive(String intent) {
      ObjectNode report =
          PurserClient.object()
              .put("agent", Company.REVIEWER)
              .put("intent_id", intent)
              .put("model", "claude-sonnet-4-5")
              .put("tokens_in", 220_000)
              .put("tokens_out", 6_000);
      until("PARK", report);
    }

    /** What a day is made of besides calls that are made and paid. */
    private void today() {
      client.post(
          "/v1/mesh/authorizations",
          PurserClient.object()
              .put("agent", Company.REVIEWER)
              .put("task", "hotfix")
              .put("authorization_id", uuid())
              .put("estimate_usd", 4));
      report(
          List.of(
              PurserClient.object()
                  .put("agent", Company.TRANSLATOR)
                  .put("task", "website")
                  .put("model", "house-model-1")
                  .put("tokens_in", 1_000)
                  .put("tokens_out", 10),
              PurserClient.object()
                  .put("agent", Company.TRANSLATOR)
                  .put("task", "website")
                  .put("cost_usd", new BigDecimal("0.000042")),
              PurserClient.object()
                  .put("agent", Company.TRIAGE)
                  .put("task", "inbox")
                  .put("cost_usd", new BigDecimal("0.12"))));
      for (Company.Habits habits : Company.AGENTS.subList(0, 9)) {
        client.post("/v1/mesh/heartbeat", PurserClient.object().put("agent", habits.agent()));
      }
      client.post(
          Target.agentPath(Company.KILLED) + "/kill",
          PurserClient.object().put("reason", "rewrites the same rows over and over"));
    }

    /**
     * The same ticket again and again, until the day's limit and what was granted on it are spent.
     */
    private void loop() {
      client.post(
          Target.agentPath(Company.LOOPING) + "/grants",
          PurserClient.object()
              .put("usd", 5)
              .put("period", "day")
              .put("reason", "the report for the board is due at noon"));
      ObjectNode report =
          PurserClient.object()
              .put("agent", Company.LOOPING)
              .put("task", Company.LOOP)
              .put("model", "gpt-4o")
              .put("tokens_in", 200_000)
              .put("tokens_out", 4_000);
      until("PARK", report);
    }

    private void until(String directive, ObjectNode report) {
      for (int calls = 0; calls < BATCH; calls++) {
        if (report(List.of(report)).path("directive").asText().equals(directive)) {
          return;
        }
      }
      throw new IllegalStateException("never answered with " + directive + ": " + report);
    }

    private String uuid() {
      return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static JsonNode json(String text) {
      try {
        return PurserClient.JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }
}
