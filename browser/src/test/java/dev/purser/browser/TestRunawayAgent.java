package dev.purser.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The story in front of the dashboard: an agent loops, is stopped, explained, released, killed. */
@Tag("browser")
final class TestRunawayAgent {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private final Northwind northwind = Northwind.instance();
  private final Spender agent = Spender.named("runaway", northwind.purser().client());
  private Visitor operator;
  private Page page;

  @BeforeEach
  void someoneSignsIn() {
    operator = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE);
    page = operator.page();
  }

  @Test
  void fillsItsBarAndTurnsPausedBeforeTheReadersEyes() {
    Locator row = page.locator("[id='agent-" + agent.bare() + "']");
    Locator spent = row.locator(".bar .spent");
    assertThat(row).containsText("ACTIVE");
    assertThat(spent).hasAttribute("width", "0");
    page.evaluate("window.stayed = true");

    agent.spend(20);
    printHowSoonItShows("$20.00");
    assertThat(spent).hasAttribute("width", "40");
    assertThat(row).containsText("ACTIVE");

    assertThat(agent.spend(30)).isEqualTo("PARK");
    printHowSoonItShows("PAUSED");
    assertThat(spent).hasAttribute("width", "100");
    assertThat(page.evaluate("window.stayed")).as("still the same document").isEqualTo(true);
  }

  /** The time is for the record; what is asserted is that it shows at all. */
  private void printHowSoonItShows(String text) {
    long answered = System.nanoTime();
    page.waitForFunction(
        "([id, text]) => document.getElementById(id).textContent.includes(text)",
        List.of("agent-" + agent.bare(), text));
    System.out.printf(
        "%s stood in the page %d ms after the API's answer%n",
        text, (System.nanoTime() - answered) / 1_000_000);
  }

  @Test
  void isExplainedReleasedAndKilled() {
    agent.spend(50);
    Locator link =
        page.locator("#rows tr")
            .filter(new Locator.FilterOptions().setHasText(agent.bare()))
            .getByRole(AriaRole.LINK);
    link.click();
    assertThat(page).hasURL(northwind.purser().url() + agent.path());
    Locator head = page.locator("#head");
    assertThat(head).containsText("PAUSED");
    assertThat(page.getByLabel("Why")).containsText("$50.00");

    page.locator("summary", new Page.LocatorOptions().setHasText("Resume")).click();
    page.getByLabel("Grant").fill("10");
    page.getByLabel("Reason").locator("visible=true").fill("the board waits for it");
    operator.press("Resume");

    assertThat(head).containsText("ACTIVE");
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("with $10.00 more");
    assertThat(page.locator("#windows")).containsText("$10.00 for the day by");
    assertThat(page.locator("#events")).containsText("the board waits for it");
    assertThat(agent.status()).isEqualTo("ACTIVE");

    page.locator("summary", new Page.LocatorOptions().setHasText("Kill")).click();
    page.getByLabel("Reason").locator("visible=true").fill("loops again");
    operator.press("Kill");

    assertThat(head).containsText("KILLED");
    assertThat(page.locator("#events")).containsText("loops again");
    assertThat(agent.spend(0.01)).isEqualTo("KILL");
  }
}
