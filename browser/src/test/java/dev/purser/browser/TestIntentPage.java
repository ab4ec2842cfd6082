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

/** The page of one intent: what happened to it, and what can be done. */
@Tag("browser")
final class TestIntentPage {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private final Northwind northwind = Northwind.instance();
  private final Spender agent = Spender.named("worker", northwind.purser().client());
  private String intent = "";
  private Visitor operator;
  private Page page;

  @BeforeEach
  void anIntentIsUnderWay() {
    agent.policy(
        "{\"rules\":[{\"period\":\"intent\",\"limit_usd\":5,\"action\":\"pause\",\"warn_at\":[80]}]}");
    intent = agent.intent("the quarter's report");
    operator = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE);
    page = operator.page();
  }

  private void openAndPark() {
    operator.open("/intents/" + intent);
    agent.spend(4.20, intent);
    assertThat(agent.spend(1, intent)).isEqualTo("PARK");
    assertThat(page.locator("#head")).containsText("WAITING");
  }

  @Test
  void isThreeClicksFromTheAgents() {
    agent.spend(1, intent);
    operator.open("/?q=" + agent.bare());
    page.locator("#rows").getByRole(AriaRole.LINK).click();
    page.locator("#intents").getByText("the quarter's report").click();
    assertThat(page).hasURL(northwind.purser().url() + "/intents/" + intent);
    assertThat(page.getByRole(AriaRole.HEADING).first()).containsText("the quarter's report");
    page.locator(".crumbs").getByText(agent.bare()).click();
    assertThat(page).hasURL(northwind.purser().url() + agent.path());
  }

  @Test
  void tellsItsStoryFromTheFirstCallToWhoResumedIt() {
    openAndPark();
    resume("10");
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("with $10.00 more");
    Locator story = page.locator("#story li");
    assertThat(story.filter(new Locator.FilterOptions().setHasText("Resumed"))).hasCount(1);
    List<String> chapters = story.allInnerTexts();
    assertThat(String.join("\n", chapters))
        .containsSubsequence(
            "Created by bootstrap",
            "Delivered, number 1",
            "First call",
            "80 % reached: $4.20 of $5.00",
            "100 % reached: $5.20 of $5.00",
            "Parked: $5.20 spent of the intent's limit of $5.00",
            "by rule intent $5.00 pause at report",
            "Released by bootstrap: the board waits",
            "Resumed");
  }

  @Test
  void saysWhatHoldsItAndFollowsWhatIsDone() {
    operator.open("/intents/" + intent);
    assertThat(page.locator("summary", has("Pause"))).isVisible();
    agent.spend(5.20, intent);
    assertThat(page.getByLabel("Why")).containsText("$5.20");
    assertThat(page.locator("summary", has("Resume"))).isVisible();
    assertThat(page.locator("summary", has("Pause"))).hasCount(0);

    resume("");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Grant");
    assertThat(agent.status(intent)).isEqualTo("WAITING");
    page.getByLabel("Grant").fill("10");
    operator.press("Resume");
    assertThat(page.locator("#facts")).containsText("$9.80");
    assertThat(agent.spend(1, intent)).isEqualTo("CONTINUE");
  }

  private void resume(String grant) {
    page.locator("summary", has("Resume")).click();
    page.getByLabel("Grant").fill(grant);
    page.getByLabel("Reason").locator("visible=true").fill("the board waits");
    operator.press("Resume");
  }

  @Test
  void isKilledForGood() {
    openAndPark();
    page.locator("summary", has("Kill")).click();
    page.getByLabel("Reason").locator("visible=true").fill("loops");
    operator.press("Kill");
    assertThat(page.locator("#head")).containsText("CANCELED");
    assertThat(page.locator("#story")).containsText("Canceled by bootstrap: loops");
    assertThat(page.locator("#acts summary")).hasCount(0);
    assertThat(agent.spend(0.01, intent)).isEqualTo("KILL");
  }

  private static Page.LocatorOptions has(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }
}
