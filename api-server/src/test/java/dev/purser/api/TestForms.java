package dev.purser.api;

import static dev.purser.api.Browser.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a form is refused is said at its form, whoever made up what it sends. */
final class TestForms {
  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/{x}", "/\"", "/|", "/a%zz", "//example.com", "https://example.com/"})
  void aSignInThatCannotLeadWhereItIsToldLeadsHome(String next) {
    Browser stranger = new Browser(server);
    HttpResponse<String> answer = stranger.submit("/sign-in", "key", Server.ADMIN, "next", next);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.uri().getPath()).isEqualTo("/");
    assertThat(answer.body()).contains("<h1>Agents</h1>");
    assertThat(stranger.open("/sign-in?next=" + encoded(next)).body())
        .contains("name=\"next\" value=\"/\"");
  }
}
