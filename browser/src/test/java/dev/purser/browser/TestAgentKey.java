package dev.purser.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.purser.standalone.client.PurserClient;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever has an agent's key sees that agent and nothing else, and changes nothing. */
@Tag("browser")
final class TestAgentKey {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private final Northwind northwind = Northwind.instance();
  private final PurserClient client = northwind.purser().client();
  private final Spender agent = Spender.named("own", client);
  private final Spender other = Spender.named("foreign", client);
  private Visitor visitor;
  private Page page;

  @BeforeEach
  void someoneSignsInWithAnAgentsKey() {
    agent.spend(45);
    other.spend(45);
    String secret =
        client
            .post(
                "/v1/keys",
                PurserClient.object()
                    .put("name", "own-" + UUID.randomUUID())
                    .put("role", "agent")
                    .put("agent", agent.address()))
            .path("key")
            .asText();
    visitor = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE, secret);
    page = visitor.page();
  }

  @Test
  void showsItsOwnAgentAndNoOther() {
    assertThat(page.locator("#rows th a")).hasText(new String[] {"own"});
    visitor.open("/alerts");
    assertThat(page.locator("article")).hasCount(1);
    assertThat(page.locator("article")).containsText(agent.bare());
    visitor.open("/explore?by=agent&then=task");
    assertThat(page.locator("tbody").last().locator("tr")).hasCount(1);
    assertThat(page.locator("tbody").last()).containsText(agent.bare());
    visitor.open("/policies");
    assertThat(page.locator("tbody tr")).hasCount(1);
    assertThat(page.locator("tbody")).containsText(agent.address());
    visitor.open(agent.path());
    assertThat(page.locator("#windows")).containsText("$45.00");
  }

  @Test
  void isKeptFromWhatIsNotItsOwn() {
    for (String path :
        new String[] {
          other.path(),
          "/alerts?agent=" + other.address(),
          "/explore?by=day&agent=" + other.address(),
          "/policy?owner=" + other.address(),
          "/policy?owner=agent://*",
          "/settings"
        }) {
      assertThat(visitor.open(path).status()).as(path).isEqualTo(403);
      assertThat(page.getByRole(AriaRole.HEADING)).hasText("You may not do this");
    }
  }

  @Test
  void offersNothingThatItMayNotDo() {
    assertThat(page.getByRole(AriaRole.NAVIGATION)).not().containsText("Settings");
    visitor.open(agent.path());
    assertThat(page.locator("#acts")).hasCount(0);
    visitor.open("/alerts");
    assertThat(page.locator("article").getByRole(AriaRole.BUTTON)).hasCount(0);
    visitor.open("/policy?owner=" + agent.address());
    assertThat(page.getByLabel("Dollars").first()).isDisabled();
    assertThat(page.locator("main").getByRole(AriaRole.BUTTON)).hasCount(0);
  }
}
