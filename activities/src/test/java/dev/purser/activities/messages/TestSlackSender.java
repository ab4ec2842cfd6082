package dev.purser.activities.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSlackSender {
  private final Poster poster =
      new Poster(SystemDefaultDnsResolver.INSTANCE, true, Duration.ofSeconds(5));
  private final SlackSender sender = new SlackSender(poster);

  @AfterEach
  void close() {
    poster.close();
  }

  @Test
  void anAlertHasAHeaderFieldsATableAndButtons() throws Exception {
    JsonNode message = posted(Samples.paused());
    assertThat(message.get("text").textValue())
        .isEqualTo("research-agent paused: $50.01 of $50.00 a day");
    assertThat(types(message))
        .containsExactly("header", "section", "section", "section", "actions", "context");
    assertThat(message.at("/blocks/0/text/text").textValue())
        .isEqualTo("research-agent paused: $50.01 of $50.00 a day");
    assertThat(texts(message.at("/blocks/2/fields")))
        .contains(
            "*Agent*\nagent://acme/prod/research-agent",
            "*Rule*\n$50.00 a day, then pause",
            "*Spent*\n$50.01 of $50.00 (100%)");
    assertThat(message.at("/blocks/3/text/text").textValue())
        .contains("gpt-4o           $1,140.20   80.0%\nclaude-sonnet-4     $10.01   20.0%```");
    JsonNode buttons = message.at("/blocks/4/elements");
    assertThat(buttons).hasSize(4);
    assertThat(buttons.get(1).at("/text/text").textValue()).isEqualTo("Resume with $25.00 more");
    assertThat(buttons.get(1).get("url").textValue())
        .isEqualTo("https://purser.example/act?do=resume&sig=2");
    assertThat(buttons.get(2).get("style").textValue()).isEqualTo("danger");
  }

  @Test
  void thereIsNoButtonForWhatCannotBeDone() throws Exception {
    AlertMessage alert = Samples.paused();
    AlertMessage over =
        new AlertMessage(
            alert.eventId(),
            alert.at(),
            alert.account(),
            null,
            null,
            null,
            alert.rule(),
            100,
            alert.spent(),
            alert.parts(),
            alert.limit(),
            alert.burnPerHour(),
            null,
            "killed",
            alert.since(),
            List.of(),
            alert.incident(),
            new AlertMessage.Links(
                Samples.VIEW, URI.create("https://purser.example/ack"), null, null, null));
    JsonNode message = posted(over);
    assertThat(types(message))
        .containsExactly("header", "section", "section", "actions", "context");
    assertThat(message.at("/blocks/3/elements")).hasSize(2);
  }

  @Test
  void namesOfOthersAreEscapedAndCannotEndTheirBlock() throws Exception {
    JsonNode message = posted(Samples.paused("<!channel> & ```x``` " + Samples.HOSTILE));
    String task = texts(message.at("/blocks/2/fields")).get(1);
    assertThat(task)
        .startsWith("*Task*\n&lt;!channel&gt; &amp; ")
        .contains("&lt;script&gt;", "&amp;#39;")
        .doesNotContain("<", "\u202E", "\r");
    assertThat(message.at("/blocks/2/fields/1/verbatim").booleanValue()).isTrue();
  }

  @Test
  void theLongestNamesStayWithinSlacksLimits() throws Exception {
    String longest = "<&>".repeat(200);
    JsonNode message = posted(Samples.paused(longest));
    assertThat(message.at("/blocks/0/text/text").textValue().length()).isLessThanOrEqualTo(150);
    assertThat(texts(message.at("/blocks/2/fields")))
        .hasSizeLessThanOrEqualTo(10)
        .allSatisfy(text -> assertThat(text.length()).isLessThanOrEqualTo(2_000));
  }

  @Test
  void aLongDigestStaysWithinFiftyBlocksAndSaysHowManyAreLeftOut() throws Exception {
    JsonNode message = posted(Samples.digest(100));
    assertThat(message.get("blocks").size()).isLessThanOrEqualTo(50);
    assertThat(message.toString()).contains("and 80 more alerts");
    assertThat(message.at("/blocks/1/text/text").textValue())
        .contains("<https://purser.example/act?do=kill&amp;sig=3|Kill>");
  }

  @Test
  void aSummaryAndATestHaveTheirBlocks() throws Exception {
    JsonNode summary = posted(Samples.summary());
    assertThat(summary.at("/blocks/1/text/text").textValue())
        .isEqualTo(
            "*research-agent*  $1,200.00 (+20%)\ngpt-4o $1,100.00 (91.7%), gpt-4 $100.00 (8.3%)\n"
                + "Dearest: TICKET-7, $800.00");
    JsonNode many = posted(Samples.summary(40));
    assertThat(many.at("/blocks/20/text/text").textValue())
        .isEqualTo("*33 other agents*  $27.00 (+20%)");
    JsonNode test = posted(Samples.test());
    assertThat(test.at("/blocks/1/text/text").textValue()).startsWith("Asked for by ada at ");
    assertThat(test.at("/blocks/2/elements/0/url").textValue()).isEqualTo(Samples.VIEW.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "404, no_service, true",
    "410, channel_is_archived, true",
    "400, invalid_blocks, false",
    "403, action_prohibited, false",
    "429, rate_limited, false",
    "500, rollup_error, false",
    "302, moved, false"
  })
  void slacksOwnWordIsTheReason(int status, String word, boolean forGood) {
    try (Receiver slack = new Receiver(status, word)) {
      NotDelivered e =
          catchThrowableOfType(
              NotDelivered.class, () -> sender.send(Samples.paused(), target(slack)));
      assertThat(e).hasMessage("Slack answered " + status + " " + word);
      assertThat(e.isForGood()).isEqualTo(forGood);
      assertThat(slack.requests()).hasSize(1);
    }
  }

  @Test
  void aPrivateAddressIsRefusedAsForWebhooks() {
    try (Receiver slack = new Receiver(200, "ok");
        Poster closed = new Poster(false)) {
      NotDelivered e =
          catchThrowableOfType(
              NotDelivered.class,
              () -> new SlackSender(closed).send(Samples.paused(), target(slack)));
      assertThat(e.isForGood()).isTrue();
      assertThat(slack.requests()).isEmpty();
    }
  }

  private JsonNode posted(Message message) throws Exception {
    try (Receiver slack = new Receiver(200, "ok")) {
      sender.send(message, target(slack));
      return new ObjectMapper().readTree(slack.requests().get(0).body());
    }
  }

  private static Target target(Receiver slack) {
    return new Target(Target.Type.SLACK, slack.url(), null);
  }

  private static List<String> types(JsonNode message) {
    List<String> types = new ArrayList<>();
    message.get("blocks").forEach(block -> types.add(block.get("type").textValue()));
    return types;
  }

  private static List<String> texts(JsonNode fields) {
    List<String> texts = new ArrayList<>();
    fields.forEach(field -> texts.add(field.get("text").textValue()));
    return texts;
  }
}
