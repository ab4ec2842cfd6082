package dev.purser.ledger.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.InvalidFieldException;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.policies.Addressee;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestChannels {
  private Ledger ledger;
  private Channels channels;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    channels = ledger.channels();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void aWebhookGetsASecretThatIsShownOnceAndKeptForSigning() {
    Channels.Made made =
        channels.create("hook", Channel.Type.WEBHOOK, "https://example.com/hook", "ann");
    assertThat(made.secret()).hasSizeGreaterThan(40).startsWith("whsec_");
    assertThat(made.toString()).doesNotContain(made.secret());
    assertThat(channels.find("hook")).contains(made.channel());
    assertThat(channels.secretOf(made.channel())).contains(made.secret());
    assertThat(
            channels.create("two", Channel.Type.WEBHOOK, "https://example.com/two", "ann").secret())
        .isNotEqualTo(made.secret());
    Channels.Made mail = channels.create("mail", Channel.Type.EMAIL, "ops@company.com", "ann");
    assertThat(mail.secret()).isNull();
    assertThat(channels.secretOf(mail.channel())).isEmpty();
    assertThat(channels.list()).extracting(Channel::name).containsExactly("hook", "mail", "two");
  }

  @Test
  void aNameIsInUseOnceAndFreeAgainWhenItsChannelIsDeleted() {
    Channel first = channels.create("ops", Channel.Type.EMAIL, "a@company.com", "ann").channel();
    assertThatThrownBy(() -> channels.create("ops", Channel.Type.EMAIL, "b@company.com", "ann"))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.CONFLICT));
    assertThat(channels.wasDeleted("ops")).isFalse();
    assertThat(channels.delete("ops", "bob")).contains(first);
    assertThat(channels.delete("ops", "bob")).isEmpty();
    assertThat(channels.find("ops")).isEmpty();
    assertThat(channels.wasDeleted("ops")).isTrue();
    assertThat(channels.missing(List.of("ops", "ops"))).containsExactly("ops");
    channels.create("ops", Channel.Type.EMAIL, "b@company.com", "ann");
    assertThat(channels.find("ops").orElseThrow().target()).isEqualTo("b@company.com");
    assertThat(channels.missing(List.of("ops"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-x, EMAIL, ops@company.com, name",
    "a b, EMAIL, ops@company.com, name",
    "'', EMAIL, ops@company.com, name",
    "ops, EMAIL, company.com, target",
    "ops, EMAIL, https://example.com, target",
    "ops, EMAIL, 'a@b.c,d@e.f', target",
    "ops, WEBHOOK, ftp://example.com/x, target",
    "ops, WEBHOOK, https://, target",
    "ops, SLACK, ops@company.com, target",
  })
  void refusesWhatCannotBe(String name, Channel.Type type, String target, String field) {
    assertThatThrownBy(() -> channels.create(name, type, target, "ann"))
        .isInstanceOfSatisfying(
            InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo(field));
    assertThat(channels.list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ops@company.com, EMAIL, ops@company.com",
    "https://user@example.com/a?b=c, URL, example.com",
    "HTTP://127.0.0.1:8080, URL, 127.0.0.1",
    "on-call.2, CHANNEL, on-call.2",
  })
  void tellsAddresseesApart(String text, Addressee.Kind kind, String shown) {
    assertThat(Addressee.parse(text)).isEqualTo(new Addressee(kind, text));
    assertThat(Addressee.shown(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "not ok", "a\r\nb@c", "a@b\n", "https://", "http://a b", "ops;x@y", "@"})
  void refusesAddresseesThatAreNone(String text) {
    assertThatThrownBy(() -> Addressee.parse(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Addressee.parse("a@" + "b".repeat(600)))
        .hasMessageContaining("of at most 600 characters");
  }
}
