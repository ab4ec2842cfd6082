package dev.purser.activities.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestSenders {
  private final List<String> console = new ArrayList<>();

  @Test
  void withoutAMailServerMailIsShownOnTheConsoleInOneBlockEach() throws Exception {
    try (Senders senders = new Senders(MessageSettings.fromEnvironment(Map.of()), console::add)) {
      senders.send(Samples.paused(), mail("ada@example.com"));
      senders.send(Samples.test(), mail("bob@example.com"));
    }
    assertThat(console).hasSize(2);
    assertThat(console.get(0).lines())
        .startsWith(
            "+" + "-".repeat(72),
            "| E-mail to ada@example.com (shown here: PURSER_SMTP_URL is not set)",
            "| [Purser] research-agent paused: $50.01 of $50.00 a day",
            "|",
            "| research-agent paused: $50.01 of $50.00 a day",
            "|",
            "| Paused: its work waits where it stands, until someone resumes it.")
        .endsWith("| Purser, event event-1", "+" + "-".repeat(72));
  }

  @Test
  void aNameOfOthersCannotLeaveItsFrame() throws Exception {
    try (Senders senders = new Senders(MessageSettings.fromEnvironment(Map.of()), console::add)) {
      senders.send(Samples.paused(Samples.HOSTILE), mail("ada@example.com"));
    }
    assertThat(console.get(0).lines()).allMatch(line -> line.matches("[|+].*"));
    assertThat(console.get(0)).doesNotContain("\u001B");
  }

  @Test
  void eachTypeGoesItsOwnWay() throws Exception {
    Map<String, String> environment =
        Map.of("PURSER_WEBHOOK_ALLOW_PRIVATE", "true", "PURSER_WEBHOOK_SECRET", "secret");
    try (Senders senders = new Senders(MessageSettings.fromEnvironment(environment), console::add);
        Receiver receiver = new Receiver(200, "ok")) {
      senders.send(Samples.test(), new Target(Target.Type.WEBHOOK, receiver.url(), null));
      senders.send(Samples.test(), new Target(Target.Type.SLACK, receiver.url(), null));
      assertThat(receiver.requests().get(0).body()).contains("\"event_type\":\"test\"");
      assertThat(receiver.requests().get(0).headers()).containsKey("X-purser-signature");
      assertThat(receiver.requests().get(1).body()).contains("\"blocks\":[");
      assertThat(receiver.requests().get(1).headers()).doesNotContainKey("X-purser-signature");
    }
    assertThat(console).isEmpty();
  }

  @Test
  void withAMailServerMailGoesThere() throws Exception {
    RawServer gone = new RawServer(socket -> {});
    gone.close();
    Map<String, String> environment =
        Map.of(
            "PURSER_SMTP_URL",
            "smtp://127.0.0.1:" + gone.port(),
            "PURSER_MAIL_FROM",
            "purser@example.com");
    try (Senders senders =
        new Senders(MessageSettings.fromEnvironment(environment), console::add)) {
      NotDelivered e =
          catchThrowableOfType(
              NotDelivered.class, () -> senders.send(Samples.test(), mail("ada@example.com")));
      assertThat(e).hasMessageStartingWith("the mail server 127.0.0.1:" + gone.port());
    }
    assertThat(console).isEmpty();
  }

  @Test
  void privateReceiversAreRefusedUnlessTheyAreAllowed() throws Exception {
    try (Senders senders = new Senders(MessageSettings.fromEnvironment(Map.of()), console::add);
        Receiver receiver = new Receiver(200, "ok")) {
      NotDelivered e =
          catchThrowableOfType(
              NotDelivered.class,
              () ->
                  senders.send(
                      Samples.test(), new Target(Target.Type.WEBHOOK, receiver.url(), null)));
      assertThat(e.isForGood()).isTrue();
      assertThat(receiver.requests()).isEmpty();
    }
  }

  private static Target mail(String address) {
    return new Target(Target.Type.EMAIL, address, null);
  }
}
