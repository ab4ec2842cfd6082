package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestHttp {
  private final FakePurser purser = new FakePurser();
  private final FakePurser other = new FakePurser();

  @AfterEach
  void close() {
    purser.close();
    other.close();
  }

  private static Http.Answer ask(Http http) throws Http.Away {
    return http.post("/v1/mesh/metrics", Http.JSON.createObjectNode());
  }

  @Test
  void asksTheNextServerWhereOneIsGoneAndKeepsToIt() throws Http.Away {
    Http http = Bench.http(purser.url() + ", " + other.url());
    assertThat(ask(http).isGood()).isTrue();
    purser.die();
    assertThat(ask(http).isGood()).isTrue();
    purser.rise();
    assertThat(ask(http).isGood()).isTrue();
    assertThat(purser.requests()).isEqualTo(1);
    assertThat(other.requests()).isEqualTo(2);
  }

  @Test
  void asksTheNextServerWhereOneSaysThatItCannotNow() throws Http.Away {
    purser.unavailable(true);
    assertThat(ask(Bench.http(purser.url() + "," + other.url())).isGood()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pk_secret\nand more", "pk_secret and more", "pk_sécret"})
  void aKeyThatCannotBeSentIsRefusedAndNotShown(String key) {
    assertThatThrownBy(() -> PurserAgent.builder().purser(purser.url(), key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the key to Purser must be one word")
        .hasMessageNotContaining("cret");
    assertThatThrownBy(() -> Purser.client(purser.url(), key))
        .hasMessageStartingWith("the key to Purser must be one word")
        .hasMessageNotContaining("cret");
  }

  @Test
  void aKeyMayHaveTheLineEndOfItsFile() {
    assertThat(Http.key("pk_secret\n")).isEqualTo("pk_secret");
  }

  @Test
  void whatTheEnvironmentDoesNotHoldIsNamed() {
    assertThatThrownBy(() -> PurserAgent.builder().purser(System.getenv("NO_SUCH_URL"), "key"))
        .hasMessageContaining("the address of Purser is missing: is PURSER_URL");
    assertThatThrownBy(() -> PurserAgent.builder().purser(purser.url(), System.getenv("NO_KEY")))
        .hasMessageContaining("the key to Purser is missing: is PURSER_API_KEY");
  }

  @Test
  void isAwayOnceAllServersAreAndWaitsForTheFirstThatMayBeBack() {
    purser.unavailable(true);
    purser.retryAfter("4");
    other.unavailable(true);
    other.retryAfter("2");
    Http.Away away =
        catchThrowableOfType(
            Http.Away.class, () -> ask(Bench.http(purser.url() + "," + other.url())));
    assertThat(away.retryAfter()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void waitsUntilTheDateThatAServerNames() {
    purser.unavailable(true);
    purser.retryAfter("Fri, 31 Dec 2100 23:59:59 GMT");
    Http.Away away =
        catchThrowableOfType(Http.Away.class, () -> ask(Bench.http(purser.url() + "/")));
    assertThat(away.retryAfter()).isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | | 3",
        "0 | | 0",
        "-7 | | 0",
        "86400 | | 5",
        "soon | | 0",
        "'' | | 0",
        "Wed, 21 Oct 2026 07:28:03 GMT | | 3",
        "Wed, 21 Oct 2026 07:27:00 GMT | | 0",
        "Wed, 21 Oct 2026 09:28:04 GMT | Wed, 21 Oct 2026 09:28:00 GMT | 4",
        "Wed, 21 Oct 2026 07:28:03 GMT | what | 3",
        "Thu, 21 Oct 2027 07:28:03 GMT | | 5",
      })
  void readsWhenToComeAgain(String value, String date, long seconds) {
    Clock clock = Clock.fixed(Instant.parse("2026-10-21T07:28:00Z"), ZoneOffset.UTC);
    assertThat(RetryAfter.of(value, date == null ? "" : date, clock))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1:8080",
        "ftp://a",
        "http://",
        "http://a,",
        "http://a?x=1",
        "http://a b"
      })
  void namesAnAddressThatIsNone(String urls) {
    assertThatThrownBy(() -> PurserAgent.builder().purser(urls, "key"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("purser must be like http://127.0.0.1:8080");
  }

  @Test
  void keepsThePathOfAnAddress() {
    assertThat(Servers.of("https://host/purser/").current()).hasToString("https://host/purser");
  }
}
