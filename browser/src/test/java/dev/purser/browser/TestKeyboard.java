package dev.purser.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The dashboard without a mouse. */
@Tag("browser")
final class TestKeyboard {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private final Northwind northwind = Northwind.instance();
  private final Spender agent = Spender.named("keyed", northwind.purser().client());

  @Test
  void skipsToThePageAndResumesAnAgent() {
    agent.spend(50);
    Visitor visitor = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE);
    visitor.open(agent.path());
    Page page = visitor.page();
    Keyboard keys = page.keyboard();

    keys.press("Tab");
    Locator skip = page.locator("a.skip");
    assertThat(skip).isFocused();
    assertThat(skip).isInViewport();
    keys.press("Enter");
    keys.press("Tab");
    assertThat(page.locator(".crumbs a")).isFocused();

    Locator resume = page.locator("summary", new Page.LocatorOptions().setHasText("Resume"));
    tabTo(page, resume);
    keys.press("Enter");
    tabTo(page, page.getByLabel("Grant"));
    keys.type("10");
    keys.press("Tab");
    keys.type("without a mouse");
    keys.press("Enter");
    assertThat(page.locator("#head")).containsText("ACTIVE");
    assertThat(page.locator("#events")).containsText("without a mouse");
  }

  /** It must come within a few steps. */
  private static void tabTo(Page page, Locator wanted) {
    for (int steps = 0; steps < 5; steps++) {
      page.keyboard().press("Tab");
      if ((boolean) wanted.evaluate("element => element === document.activeElement")) {
        return;
      }
    }
    assertThat(wanted).isFocused();
  }
}
