package dev.purser.api;

import static dev.purser.api.Browser.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a form is refused is said at its form, whoever made up what it sends. */
final class TestForms {
  private static final String AGENT = "agent://acme/prod/writer";

  private static Server server;
  private static Browser admin;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
    server.post("/v1/mesh/metrics", "{\"agent\":\"" + AGENT + "\",\"cost_usd\":1}");
    admin = Browser.signedIn(server, Server.ADMIN);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void assertSays(HttpResponse<String> answer, String words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    assertThat(answer.body()).contains("role=\"alert\">" + words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/agents/acme/prod/writer", "/intents/INTENT"})
  void aGrantThatNothingNeedsIsRefusedAtTheForm(String page) {
    HttpResponse<String> answer =
        admin.submit(
            page.replace("INTENT", server.intent(AGENT)),
            "act",
            "resume",
            "reason",
            "it may go on",
            "grant_usd",
            "5");
    assertSays(answer, "Grant must be left out while no limit is reached");
    assertThat(answer.body()).contains("value=\"it may go on\"", "value=\"5\"");
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

  @Test
  void aKeyThatIsNotThereIsNotRevoked() {
    assertSays(admin.submit("/settings", "act", "revoke-key", "key", "zzz"), "key must be a UUID");
    assertSays(admin.submit("/settings", "act", "revoke-key"), "key is required");
    UUID nobody = UUID.randomUUID();
    assertSays(
        admin.submit("/settings", "act", "revoke-key", "key", nobody.toString()),
        "there is no key " + nobody);
  }

  @Test
  void aChannelThatIsNotThereIsNotSaidToBeDeleted() {
    assertThat(admin.submit("/settings", "act", "delete-channel", "channel", "nobody").body())
        .contains("The channel nobody was not there any more.");
  }

  @Test
  void aKeyIsMadeOfNoRoleThatIsNone() {
    assertSays(
        admin.submit("/settings", "act", "make-key", "name", "x", "role", "king"),
        "Role must be one of agent, operator, admin");
    assertSays(admin.submit("/settings", "act", "make-key", "name", "x"), "Role is required");
    assertSays(
        admin.submit("/settings", "act", "make-key", "name", "x", "role", "agent"),
        "Agent must name the agent whose key it is");
    assertThat(server.get("/v1/keys").json().path("keys")).hasSize(1);
  }

  @Test
  void aStatusThatIsNoneIsRefusedInWords() {
    HttpResponse<String> answer = admin.open("/?status=zzz");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("status must be active, paused or killed")
        .doesNotContain("enum");
  }
}
