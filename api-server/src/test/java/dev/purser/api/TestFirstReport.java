package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The page of a Purser that nobody has reported to, from its button to the first report. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TestFirstReport {
  private static final Pattern LINE = Pattern.compile("<code id=\"first-report\">(.*)</code>");
  private static final String AGENT = "agent://acme/first/bot";

  private static Server server;
  private static Browser admin;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
    admin = Browser.signedIn(server, Server.ADMIN);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  @Order(1)
  void theEmptyPageSaysWhereItIsServedFromAndWhoMakesKeys() {
    assertThat(admin.open("/").body())
        .contains("<code>" + server.base() + "</code>", "Make a key for it")
        .doesNotContain("$KEY");
    Browser operator = Browser.signedIn(server, server.key("operator", null));
    assertThat(operator.open("/").body())
        .contains("<code>" + server.base() + "</code>")
        .doesNotContain("Make a key for it");
    assertThat(operator.submit("/", "agent", AGENT).statusCode()).isEqualTo(403);
  }

  @Test
  @Order(2)
  void anAgentThatIsNoneIsSaidAtItsField() {
    HttpResponse<String> answer = admin.submit("/", "agent", "'; rm");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("role=\"alert\">Agent must be", "value=\"&#39;; rm\"");
  }

  @Test
  @Order(3)
  void theLineOfThePageMakesTheFirstReportInAShell() throws Exception {
    String form = UUID.randomUUID().toString();
    HttpResponse<String> made = admin.submit("/", "agent", AGENT, "form_id", form);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    Matcher found = LINE.matcher(made.body());
    assertThat(found.find()).as(made.body()).isTrue();
    String line = found.group(1).replace("&#39;", "'").replace("&quot;", "\"");

    assertThat(shell(line)).contains("\"directive\":\"CONTINUE\"", "0.03");

    HttpResponse<String> again = admin.submit("/", "agent", AGENT, "form_id", form);
    assertThat(again.body()).contains("That key was made already", AGENT.substring(8));
    assertThat(again.body()).doesNotContain("first-report", "x-api-key");
  }

  private static String shell(String line) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(said).isZero();
    return said;
  }
}
