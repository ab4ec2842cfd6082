package dev.purser.activities.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestWebhookSender {
  private static final Instant NOW = Instant.ofEpochSecond(1_795_000_000);

  private final Poster poster =
      new Poster(SystemDefaultDnsResolver.INSTANCE, true, Duration.ofSeconds(5));
  private final WebhookSender sender = new WebhookSender(poster, "usual", InstantSource.fixed(NOW));

  @AfterEach
  void close() {
    poster.close();
  }

  @Test
  void aRuleOfTheBurnRateIsToldByItsRate() throws Exception {
    Rule burn = Rule.burn(new BurnLimit(Usd.of("20"), 5), Action.PAUSE);
    AlertMessage alert =
        Samples.alert("paused", 100, "agent:" + Samples.AGENT, null, "36", burn, "20");
    assertThat(json(delivered(alert, null)).get("rule"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"period": "hour", "limit_usd": null, "max_intents": null, "usd_per_hour": 20,
                     "over_minutes": 5, "action": "pause", "threshold": 100}
                    """));
  }

  @Test
  void anAlertIsPostedAsTheContractSays() throws Exception {
    Receiver.Request request = delivered(Samples.paused(), null);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/hook/T0P-S3CRET?x=1");
    assertThat(request.headers().getFirst("Content-Type")).startsWith("application/json");
    assertThat(request.headers().getFirst("User-Agent")).isEqualTo("purser");
    assertThat(request.headers().getFirst("X-Purser-Event-Id")).isEqualTo("event-1");
    assertThat(request.headers()).doesNotContainKeys("Cookie", "Upgrade", "Accept-encoding");
    assertThat(json(request))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"event_id": "event-1", "event_type": "alert", "at": "2026-11-24T01:05:00Z",
                     "account": "agent:agent://acme/prod/research-agent",
                     "agent": "agent://acme/prod/research-agent",
                     "intent_id": "0f8fad5b-d9cb-469f-a165-70867728950e", "task": "TICKET-7",
                     "rule": {"period": "day", "limit_usd": 50, "max_intents": null,
                              "action": "pause", "threshold": 100},
                     "spent_usd": 50.01, "late_usd": 0, "assumed_usd": 0, "limit_usd": 50, "burn_usd_per_hour": 12.3,
                     "projected_at": null, "action_taken": "paused",
                     "incident_id": "3", "incident_alerts": 1, "alerts_told": 1,
                     "links": {"view": "https://purser.example/agents/research-agent?a=1&b=2",
                       "acknowledge": "https://purser.example/act?do=acknowledge&sig=1",
                       "resume": "https://purser.example/act?do=resume&sig=2",
                       "kill": "https://purser.example/act?do=kill&sig=3"}}
                    """));
  }

  @Test
  void amountsAreNumbersInPlainNotationToTheNanoDollar() throws Exception {
    AlertMessage alert =
        Samples.alert(
            "alerted", 80, "agent:a", null, "0.000000001", Samples.rule(Action.ALERT), "1000000");
    String body = delivered(alert, null).body();
    assertThat(body)
        .contains("\"spent_usd\":0.000000001,", "\"limit_usd\":1000000,", "\"task\":null,");
  }

  @Test
  void theReceiverCanTellWhoSentItAndWhen() throws Exception {
    assertSigned(delivered(Samples.paused(), "its own"), "its own");
    assertSigned(delivered(Samples.paused(), null), "usual");
  }

  @Test
  void withoutAnySecretNothingIsSigned() throws Exception {
    WebhookSender unsigned = new WebhookSender(poster, null, InstantSource.fixed(NOW));
    try (Receiver receiver = new Receiver(200, "")) {
      unsigned.send(Samples.paused(), target(receiver.url(), null));
      assertThat(receiver.requests().get(0).headers()).doesNotContainKey("X-purser-signature");
    }
  }

  @Test
  void namesOfOthersArriveAsTheyAre() throws Exception {
    Receiver.Request request = delivered(Samples.paused(Samples.HOSTILE), null);
    assertThat(json(request).get("task").textValue()).isEqualTo(Samples.HOSTILE);
  }

  @Test
  void aDigestASummaryAndATestHaveTheirShapes() throws Exception {
    JsonNode digest = json(delivered(Samples.digest(2), null));
    assertThat(digest.get("event_type").textValue()).isEqualTo("digest");
    assertThat(digest.get("alerts")).hasSize(2);
    assertThat(digest.at("/alerts/1/rule/threshold").intValue()).isEqualTo(100);
    JsonNode summary = json(delivered(Samples.summary(), null));
    assertThat(summary.get("event_type").textValue()).isEqualTo("summary");
    assertThat(summary.get("day").textValue()).isEqualTo("2026-11-23");
    assertThat(summary.get("timezone").textValue()).isEqualTo("Europe/Berlin");
    assertThat(summary.get("total_usd").decimalValue()).isEqualByComparingTo("1204.1");
    assertThat(summary.get("assumed_usd").decimalValue()).isEqualByComparingTo("4.1");
    assertThat(summary.get("late_usd").decimalValue()).isEqualByComparingTo("6413");
    assertThat(summary.at("/agents/0/models/0/model").textValue()).isEqualTo("gpt-4o");
    assertThat(summary.get("others").isNull()).isTrue();
    JsonNode others = json(delivered(Samples.summary(1), null)).get("others");
    assertThat(others.get("agents").intValue()).isEqualTo(12);
    assertThat(others.get("cost_usd").decimalValue()).isEqualByComparingTo("6");
    assertThat(others.get("week_before_usd").decimalValue()).isEqualByComparingTo("12");
    JsonNode test = json(delivered(Samples.test(), null));
    assertThat(test.get("event_type").textValue()).isEqualTo("test");
    assertThat(test.get("channel").textValue()).isEqualTo("ops");
    assertThat(test.at("/links/view").textValue()).isEqualTo(Samples.VIEW.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void everySuccessIsDelivered(int status) {
    try (Receiver receiver = new Receiver(status, "")) {
      assertThatCode(() -> sender.send(Samples.paused(), target(receiver.url(), null)))
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "301, false",
    "302, false",
    "307, false",
    "308, false",
    "400, false",
    "401, false",
    "404, false",
    "410, true",
    "429, false",
    "500, false",
    "503, false"
  })
  void everythingElseIsNotAndIsAskedOnce(int status, boolean forGood) {
    try (Receiver receiver = new Receiver(status, "no")) {
      NotDelivered e =
          catchThrowableOfType(
              NotDelivered.class,
              () -> sender.send(Samples.paused(), target(receiver.url(), null)));
      assertThat(e.isForGood()).isEqualTo(forGood);
      assertThat(e).hasMessageContaining("" + status).hasMessageNotContaining("T0P-S3CRET");
      assertThat(receiver.requests()).hasSize(1);
    }
  }

  private Receiver.Request delivered(Message message, String secret) throws NotDelivered {
    try (Receiver receiver = new Receiver(200, "thank you")) {
      sender.send(message, target(receiver.url(), secret));
      sender.send(message, target(receiver.url(), secret));
      assertThat(receiver.requests()).hasSize(2);
      return receiver.requests().get(1);
    }
  }

  private static Target target(String url, String secret) {
    return new Target(Target.Type.WEBHOOK, url, secret);
  }

  private static JsonNode json(Receiver.Request request) throws Exception {
    return new ObjectMapper().readTree(request.body());
  }

  /** Written from the contract, as a receiver would. */
  private static void assertSigned(Receiver.Request request, String secret) throws Exception {
    String[] parts = request.headers().getFirst("X-Purser-Signature").split(",", -1);
    assertThat(parts[0]).isEqualTo("t=1795000000");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    String signed = "1795000000." + request.body();
    assertThat(parts[1])
        .isEqualTo("v1=" + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(UTF_8))));
  }
}
