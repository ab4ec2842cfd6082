package dev.purser.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A browser that runs no scripts shows everything and does everything, but does not follow. */
@Tag("browser")
final class TestWithoutScripts {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private final Northwind northwind = Northwind.instance();
  private Visitor visitor;
  private Page page;

  @BeforeEach
  void someoneSignsIn() {
    visitor = BROWSING.signedInWithoutScripts(northwind.purser());
    page = visitor.page();
  }

  @Test
  void searchesAndSorts() {
    page.getByLabel("Search").fill("northwind/support");
    visitor.press("Show");
    Locator names = page.locator("#rows th a");
    assertThat(names).hasCount(3);
    Locator byName =
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Agent").setExact(true));
    byName.click();
    assertThat(names).hasText(new String[] {"refund-checker", "reply-drafter", "triage-bot"});
    byName.click();
    assertThat(names).hasText(new String[] {"triage-bot", "reply-drafter", "refund-checker"});
  }

  @Test
  void showsOnlyThoseThatAreKilled() {
    page.getByLabel("Search").fill("northwind");
    page.getByLabel("Status").selectOption("killed");
    visitor.press("Show");
    assertThat(page.locator("#rows th a")).hasText(new String[] {"data-cleaner"});
  }

  @Test
  void showsTheFiguresOfAChartAndComparesModels() {
    visitor.open("/agents/northwind/growth/translator?span=30d");
    page.locator("#time summary").click();
    assertThat(page.locator("#time tbody tr")).hasCount(30);
    page.getByLabel("What would it have cost on").selectOption("claude-haiku-4-5");
    visitor.press("Compare");
    assertThat(page.locator("#models thead")).containsText("On claude-haiku-4-5");
    assertThat(page.locator("#time h2")).containsText("30 days");
  }

  @Test
  void resumesAnAgent() {
    Spender agent = Spender.named("quiet", northwind.purser().client());
    agent.spend(50);
    agent.await("PAUSED"); // this page does not follow
    visitor.open(agent.path());
    page.locator("summary", new Page.LocatorOptions().setHasText("Resume")).click();
    page.getByLabel("Grant").fill("a lot");
    page.getByLabel("Reason").locator("visible=true").fill("no scripts here");
    visitor.press("Resume");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("must be dollars above 0");
    assertThat(page.getByLabel("Reason").locator("visible=true")).hasValue("no scripts here");
    page.getByLabel("Grant").fill("10");
    visitor.press("Resume");
    assertThat(page.locator("#head")).containsText("ACTIVE");
    assertThat(page.locator("#events")).containsText("no scripts here");
  }
}
