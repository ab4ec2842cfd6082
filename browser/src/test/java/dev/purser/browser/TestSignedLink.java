package dev.purser.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.purser.standalone.client.PurserClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a mail to a decision, without a key. */
@Tag("browser")
final class TestSignedLink {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private final Northwind northwind = Northwind.instance();
  private final PurserClient client = northwind.purser().client();
  private final Spender agent = Spender.named("mailed", client);
  private final String addressee = "ada-" + UUID.randomUUID() + "@northwind.example";
  private final Post inbox = northwind.mailboxes().of(addressee);

  @BeforeEach
  void anAgentIsPaused() {
    agent.policy(
        "{\"rules\":[{\"period\":\"day\",\"limit_usd\":50,\"action\":\"pause\",\"warn_at\":[],"
            + "\"notify\":[\""
            + addressee
            + "\"]}]}");
    assertThat(agent.spend(50)).isEqualTo("PARK");
    agent.await("PAUSED");
  }

  private JsonNode grants() {
    return agent.now().path("grants");
  }

  @Test
  void comesOnceInAMailThatSaysWhereTheMoneyWent() {
    inbox.link("Resume");
    // Whatever came twice would have come by the time that another agent's mail has.
    String later = "bob-" + UUID.randomUUID() + "@northwind.example";
    Spender other = Spender.named("later", client);
    other.policy(
        "{\"rules\":[{\"period\":\"day\",\"limit_usd\":1,\"action\":\"alert\",\"warn_at\":[],"
            + "\"notify\":[\""
            + later
            + "\"]}]}");
    other.spend(1);
    northwind.mailboxes().of(later).link("Acknowledge");
    assertThat(inbox.mails()).hasSize(1);
    assertThat(northwind.mailboxes().html(addressee))
        .singleElement()
        .asString()
        .contains("<table", "mailed paused: $50.00 of $50.00 a day", "100.0%")
        .contains(inbox.link("Resume"), inbox.link("Kill"), inbox.link("Acknowledge"));
  }

  @Test
  void changesNothingUntilSomeoneSaysYesAndGrantsOnce() throws Exception {
    String link = inbox.link("Resume with $10.00 more");
    openedByAScanner(link);
    Visitor reader = BROWSING.stranger(northwind.purser(), Look.LIGHT_NARROW);
    reader.open(link);
    Page page = reader.page();
    assertThat(page.getByRole(AriaRole.HEADING)).hasText("Resume mailed?");
    assertThat(agent.status()).isEqualTo("PAUSED");
    assertThat(grants()).isEmpty();

    page.getByLabel("Reason").fill("from the train");
    reader.press("Resume with $10.00 more");
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("mailed is ACTIVE, with $10.00 more.");
    agent.await("ACTIVE");
    assertThat(grants()).hasSize(1);

    Visitor again = BROWSING.stranger(northwind.purser(), Look.LIGHT_WIDE);
    String over = "Nothing waits because of this alert any more: it was resumed already.";
    again.open(link);
    assertThat(again.page().getByRole(AriaRole.ALERT)).hasText(over);
    again.press("Resume with $10.00 more");
    assertThat(again.page().getByRole(AriaRole.ALERT)).hasText(over);
    assertThat(grants()).hasSize(1);
    assertThat(agent.spend(10)).isEqualTo("PARK");

    Visitor operator = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE);
    operator.open(agent.path());
    assertThat(operator.page().locator("#windows"))
        .containsText("$10.00 for the day by link to " + addressee + ": from the train");
  }

  @Test
  void doesNotOverruleAPerson() {
    String link = inbox.link("Resume");
    Visitor operator = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE);
    operator.open(agent.path());
    Page agents = operator.page();
    agents.locator("summary", new Page.LocatorOptions().setHasText("Kill")).click();
    agents.getByLabel("Reason").locator("visible=true").fill("stolen credentials");
    operator.press("Kill");
    agent.await("KILLED");
    Visitor reader = BROWSING.stranger(northwind.purser(), Look.LIGHT_WIDE);
    reader.open(link);
    reader.press("Resume with $10.00 more");
    assertThat(reader.page().getByRole(AriaRole.ALERT)).containsText("stolen credentials");
    assertThat(agent.status()).isEqualTo("KILLED");
    assertThat(grants()).isEmpty();
    operator.open(agent.path());
    assertThat(agents.locator("#head")).containsText("KILLED");
    assertThat(agents.locator("#head")).containsText("stolen credentials");
  }

  private void openedByAScanner(String link) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(northwind.purser().url() + link)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void killsAndIsNotFooled() {
    String link = inbox.link("Kill");
    Visitor reader = BROWSING.stranger(northwind.purser(), Look.LIGHT_WIDE);
    assertThat(reader.open(link.replace("/link/e", "/link/f")).status()).isEqualTo(404);
    assertThat(reader.page().getByRole(AriaRole.HEADING)).hasText("There is no such page");
    assertThat(agent.status()).isEqualTo("PAUSED");

    reader.open(link);
    reader.press("Kill");
    assertThat(reader.page().getByRole(AriaRole.STATUS)).hasText("mailed is KILLED.");
    agent.await("KILLED");
  }

  @Test
  void acknowledgesWhatTheAlertsPageThenShows() {
    Visitor reader = BROWSING.stranger(northwind.purser(), Look.LIGHT_WIDE);
    reader.open(inbox.link("Acknowledge"));
    reader.page().getByLabel("Comment").fill("seen");
    reader.press("Acknowledge");
    assertThat(reader.page().getByRole(AriaRole.STATUS)).hasText("The alert is acknowledged.");
    Visitor operator = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE);
    operator.open("/alerts?show=all&agent=" + agent.address());
    assertThat(operator.page().locator("article"))
        .containsText("Acknowledged by link to " + addressee);
  }
}
