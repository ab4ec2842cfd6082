package dev.purser.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page that stays open while what it shows changes: it follows, and leaves its reader alone. */
@Tag("browser")
final class TestOpenPage {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private final Northwind northwind = Northwind.instance();
  private final Spender agent = Spender.named("open", northwind.purser().client());
  private Visitor reader;
  private Page page;

  @BeforeEach
  void someoneOpensTheAgent() {
    agent.spend(1);
    reader = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE);
    reader.open(agent.path());
    page = reader.page();
  }

  private Locator summary(String name) {
    return page.locator("summary", new Page.LocatorOptions().setHasText(name));
  }

  private Locator reason() {
    return page.getByLabel("Reason").locator("visible=true");
  }

  private void spendAndSee(double usd, String spent) {
    agent.spend(usd);
    assertThat(page.locator("#windows")).containsText(spent);
  }

  @Test
  void offersToResumeOnceTheAgentIsStopped() {
    assertThat(summary("Resume")).hasCount(0);
    spendAndSee(49, "$50.00");
    assertThat(page.locator("#head")).containsText("PAUSED");
    assertThat(summary("Resume")).isVisible();
    assertThat(summary("Pause")).hasCount(0);
  }

  @Test
  void missesNothingThatChangedBeforeItListened() {
    reader.open("/sign-in"); // which listens to nothing
    page.route(
        "**/live",
        route -> {
          agent.spend(8);
          route.resume();
        },
        new Page.RouteOptions().setTimes(1));
    reader.open(agent.path());
    assertThat(page.locator("#windows")).containsText("$9.00");
  }

  @Test
  void listensAgainWhereItWasRefused() {
    reader.open("/sign-in"); // which listens to nothing
    page.route(
        "**/live",
        route -> route.fulfill(new Route.FulfillOptions().setStatus(503)),
        new Page.RouteOptions().setTimes(1));
    Response refused =
        page.waitForResponse(
            response -> response.url().endsWith("/live"), () -> reader.open(agent.path()));
    assertThat(refused.status()).isEqualTo(503);
    page.waitForResponse(
        response -> response.url().endsWith("/live") && response.ok(), () -> agent.spend(8));
    assertThat(page.locator("#windows")).containsText("$9.00");
    assertThat(BROWSING.complaints()).singleElement().asString().contains("503", "/live");
  }

  @Test
  void keepsAFormThatIsFilledIn() {
    summary("Kill").click();
    reason().fill("loops");
    reason().blur();
    spendAndSee(6, "$7.00");
    assertThat(reason()).hasValue("loops");
    spendAndSee(43, "$50.00");
    assertThat(page.locator("#head")).containsText("PAUSED");
    assertThat(reason()).hasValue("loops");
  }

  @Test
  void keepsWhatIsOpenOpenAndFocusedFocused() {
    Locator figures = page.locator("#time summary");
    figures.press("Enter");
    spendAndSee(6, "$7.00");
    assertThat(page.locator("#time h2")).containsText("$7.00");
    assertThat(page.locator("#time table")).isVisible();
    assertThat(figures).isFocused();
  }

  @Test
  void keepsWhatIsChosenUntilItIsSent() {
    page.getByLabel("What would it have cost on").selectOption("claude-haiku-4-5");
    page.locator("button", new Page.LocatorOptions().setHasText("Compare")).focus();
    spendAndSee(6, "$7.00");
    assertThat(page.locator("#time h2")).containsText("$7.00");
    reader.press("Compare");
    assertThat(page.locator("#models thead")).containsText("On claude-haiku-4-5");
  }

  @Test
  void keepsTheFocusOnARowThatMoves() {
    String org = agent.bare().substring(0, agent.bare().indexOf('/'));
    Spender other = Spender.at("agent://" + org + "/production/other", northwind.purser().client());
    other.spend(2);
    reader.open("/?q=" + org);
    Locator names = page.locator("#rows th a");
    assertThat(names).hasText(new String[] {"other", "open"});
    names.nth(1).focus();
    agent.spend(6);
    assertThat(names).hasText(new String[] {"open", "other"});
    assertThat(names.nth(0)).isFocused();
  }

  @Test
  void drawsNoMoreChartsThanItHas() {
    spendAndSee(1, "$2.00");
    spendAndSee(1, "$3.00");
    assertThat(page.locator("#time h2")).containsText("$3.00");
    page.waitForFunction(
        "() => Object.keys(Chart.instances).length === document.querySelectorAll('canvas').length");
  }

  /** These two have the same String.hashCode(). */
  @Test
  void neverMistakesOneAgentForAnother() {
    String org = "org-" + UUID.randomUUID();
    Spender one = Spender.at("agent://" + org + "/Aa", northwind.purser().client());
    Spender two = Spender.at("agent://" + org + "/BB", northwind.purser().client());
    one.spend(1);
    two.spend(2);
    reader.open("/?sort=agent&order=asc&q=" + org);
    Locator rows = page.locator("#rows tr");
    two.spend(7);
    assertThat(rows).hasCount(2);
    assertThat(rows.nth(1)).containsText("$9.00");
    assertThat(rows.nth(0)).containsText("Aa");
    assertThat(rows.nth(0)).containsText("$1.00");
  }
}
