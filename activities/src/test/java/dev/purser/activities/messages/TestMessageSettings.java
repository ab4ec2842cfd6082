package dev.purser.activities.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.activities.messages.SmtpSettings.Login;
import dev.purser.activities.messages.SmtpSettings.Security;
import dev.purser.domain.InvalidFieldException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestMessageSettings {

  @Test
  void nothingSetMeansNoMailServerAndNoPrivateAddresses() {
    MessageSettings settings = MessageSettings.fromEnvironment(Map.of("PURSER_SMTP_URL", "  "));
    assertThat(settings).isEqualTo(new MessageSettings(null, null, null, false));
  }

  @Test
  void everythingIsReadFromItsVariable() {
    MessageSettings settings =
        MessageSettings.fromEnvironment(
            Map.of(
                "PURSER_SMTP_URL", "smtp://ada%40example.com:p%3As%2Fs+%20w@mail.example:2525",
                "PURSER_MAIL_FROM", "Purser <purser@example.com>",
                "PURSER_WEBHOOK_SECRET", "whsec",
                "PURSER_WEBHOOK_ALLOW_PRIVATE", "true"));
    assertThat(settings)
        .isEqualTo(
            new MessageSettings(
                new SmtpSettings(
                    "mail.example", 2525, Security.NONE, new Login("ada@example.com", "p:s/s+ w")),
                "Purser <purser@example.com>",
                "whsec",
                true));
    assertThat(settings.toString() + settings.smtp()).doesNotContain("whsec", "p:s/s");
  }

  @ParameterizedTest
  @CsvSource({
    "smtp://host, 25, NONE",
    "smtp://host?starttls=false, 25, NONE",
    "smtp://host/?starttls=true, 587, STARTTLS",
    "SMTPS://host, 465, TLS",
    "smtps://[::1]:1465, 1465, TLS"
  })
  void theSchemeAndTheOptionChooseSecurityAndPort(String url, int port, Security security) {
    SmtpSettings smtp = SmtpSettings.parse(url);
    assertThat(smtp.port()).isEqualTo(port);
    assertThat(smtp.security()).isEqualTo(security);
    assertThat(smtp.host()).isIn("host", "::1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mail.example:587",
        "https://ada:hunter2@mail.example",
        "smtp://ada:hunter2@",
        "smtp://ada:hunter2@mail.example/path",
        "smtp://ada:hunter2@mail.example?starttls=maybe",
        "smtp://ada:hunter2@mail.example?tls=true",
        "smtps://ada:hunter2@mail.example?starttls=true",
        "smtp://ada:hunter2@mail.example:99999",
        "smtp://ada:hunter2%zz@mail.example",
        "smtp://ada:hunter2^@mail.example",
        "smtp://:hunter2@mail.example",
        "smtp://hunter2@mail.example"
      })
  void aBadServerIsRefusedByTheNameOfItsVariableWithoutThePassword(String url) {
    assertThatThrownBy(() -> MessageSettings.fromEnvironment(Map.of("PURSER_SMTP_URL", url)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("PURSER_SMTP_URL ")
        .satisfies(e -> assertThat(printed(e)).doesNotContain("hunter2"));
  }

  @Test
  void aMailServerNeedsASender() {
    assertThatThrownBy(
            () -> MessageSettings.fromEnvironment(Map.of("PURSER_SMTP_URL", "smtp://host")))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("PURSER_MAIL_FROM ");
  }

  @ParameterizedTest
  @CsvSource({
    "PURSER_MAIL_FROM, nobody",
    "PURSER_MAIL_FROM, a@example.com b@example.com",
    "PURSER_WEBHOOK_ALLOW_PRIVATE, yes"
  })
  void aBadValueIsRefusedByTheNameOfItsVariable(String name, String value) {
    assertThatThrownBy(() -> MessageSettings.fromEnvironment(Map.of(name, value)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith(name + " must be ");
  }

  /** With all its causes, as a log would show it. */
  private static String printed(Throwable e) {
    StringWriter log = new StringWriter();
    e.printStackTrace(new PrintWriter(log));
    return log.toString();
  }
}
