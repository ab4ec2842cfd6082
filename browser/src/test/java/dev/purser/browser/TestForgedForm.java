package dev.purser.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A form that was not made for this visit changes nothing. */
@Tag("browser")
final class TestForgedForm {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private static final String TOKEN = "input[name=form_token]";

  private final Northwind northwind = Northwind.instance();
  private final Spender agent = Spender.named("forged", northwind.purser().client());

  @Test
  void isRefusedWithoutAToken() {
    Visitor visitor = atTheKillForm();
    killForm(visitor).locator(TOKEN).evaluate("input => input.remove()");
    assertRefused(visitor);
  }

  @Test
  void isRefusedWithTheTokenOfSomeoneElse() {
    Visitor other = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE);
    String foreign = other.page().locator(TOKEN).first().inputValue();
    Visitor visitor = atTheKillForm();
    killForm(visitor).locator(TOKEN).evaluate("(input, token) => input.value = token", foreign);
    assertRefused(visitor);
  }

  /** So that the refusals are those of the token and of nothing else. */
  @Test
  void isTakenWithItsOwnToken() {
    Visitor visitor = atTheKillForm();
    assertThat(send(visitor).status()).isEqualTo(303);
    assertThat(visitor.page().locator("#head")).containsText("KILLED");
  }

  private Visitor atTheKillForm() {
    agent.spend(1);
    Visitor visitor = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE);
    visitor.open(agent.path());
    visitor.page().locator("summary", new Page.LocatorOptions().setHasText("Kill")).click();
    killForm(visitor).getByLabel("Reason").fill("forged");
    return visitor;
  }

  private static Locator killForm(Visitor visitor) {
    return visitor
        .page()
        .locator("form")
        .filter(new Locator.FilterOptions().setHas(visitor.page().locator("input[value=kill]")));
  }

  private static Response send(Visitor visitor) {
    return visitor
        .page()
        .waitForResponse(
            response -> response.request().method().equals("POST"), () -> visitor.press("Kill"));
  }

  private void assertRefused(Visitor visitor) {
    assertThat(send(visitor).status()).isEqualTo(403);
    assertThat(visitor.page().locator("main")).containsText("this form was not made for you");
    assertThat(agent.status()).isEqualTo("ACTIVE");
  }
}
