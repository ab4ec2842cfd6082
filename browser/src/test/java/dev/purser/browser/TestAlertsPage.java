package dev.purser.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.purser.standalone.client.PurserClient;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was reached, who was told, who has seen it. */
@Tag("browser")
final class TestAlertsPage {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private final Northwind northwind = Northwind.instance();
  private final Spender agent = Spender.named("alerted", northwind.purser().client());
  private final String addressee = "ops-" + UUID.randomUUID() + "@northwind.example";
  private final String path = "/alerts" + PurserClient.query(Map.of("agent", agent.address()));
  private Visitor operator;
  private Page page;
  private Locator alerts;

  @BeforeEach
  void someoneLooksAtTheAlerts() {
    agent.policy(
        "{\"rules\":[{\"period\":\"day\",\"limit_usd\":50,\"action\":\"pause\",\"notify\":[\""
            + addressee
            + "\"]}]}");
    operator = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE);
    page = operator.page();
    operator.open(path);
    alerts = page.locator("article");
  }

  @Test
  void comeIntoAnOpenPageAndSayWhoWasToldAndHow() {
    assertThat(page.locator("main")).containsText("No alert is open");
    agent.spend(40);
    assertThat(alerts).hasCount(1);
    assertThat(page.locator("main")).not().containsText("No alert is open");
    assertThat(alerts).containsText("80 % of a limit");
    assertThat(alerts).containsText("$40.00 of $50.00");
    assertThat(alerts).containsText("Told " + addressee + " by email: delivered");
  }

  @Test
  void ofOneRuleAndWindowAreOneCardThatIsAcknowledgedWithACommentAndStaysOnRecord() {
    agent.spend(40);
    assertThat(alerts).hasCount(1);
    agent.spend(10);
    assertThat(alerts).hasCount(1);
    Locator paused = with("A limit was reached: paused");
    assertThat(paused).containsText("2 alerts");
    assertThat(paused).containsText("Told " + addressee + " by email: delivered");
    assertThat(paused).containsText("2 messages");
    paused.getByLabel("Comment").fill("the import ran twice");
    paused.getByRole(AriaRole.BUTTON).click();
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("2 alerts are acknowledged.");

    operator.open(path);
    assertThat(alerts).hasCount(0);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("All").setExact(true))
        .click();
    assertThat(alerts).hasCount(1);
    assertThat(paused).containsText("Acknowledged by bootstrap");
    assertThat(paused).containsText("the import ran twice");
    assertThat(paused.getByRole(AriaRole.BUTTON)).hasCount(0);
  }

  @Test
  void keepACommentThatIsBeingWrittenWhileOthersCome() {
    agent.policy(
        "{\"rules\":[{\"period\":\"day\",\"limit_usd\":50,\"action\":\"pause\"},"
            + "{\"period\":\"day\",\"limit_usd\":60,\"action\":\"alert\"}]}");
    agent.spend(40);
    alerts.getByLabel("Comment").fill("half a th");
    agent.spend(10);
    assertThat(alerts).hasCount(2);
    assertThat(with("day $50.00").getByLabel("Comment")).hasValue("half a th");
  }

  private Locator with(String text) {
    return alerts.filter(new Locator.FilterOptions().setHasText(text));
  }
}
