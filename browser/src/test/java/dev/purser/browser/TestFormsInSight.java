package dev.purser.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.purser.standalone.client.PurserClient;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms show what is wrong where one looks, and keep their buttons apart from their fields. */
@Tag("browser")
final class TestFormsInSight {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private final Northwind northwind = Northwind.instance();
  private final Spender agent = Spender.named("formed", northwind.purser().client());

  @ParameterizedTest
  @ValueSource(strings = {"Pause", "Kill"})
  void aButtonDoesNotTouchTheFieldAboveIt(String act) {
    agent.spend(1);
    Visitor operator = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE);
    operator.open("/agents/" + agent.address().substring("agent://".length()));
    operator.page().locator(".acts summary", new Page.LocatorOptions().setHasText(act)).click();
    Locator open = operator.page().locator(".acts details[open]");
    BoundingBox field = open.getByLabel("Reason").boundingBox();
    BoundingBox button = open.getByRole(AriaRole.BUTTON).boundingBox();
    assertThat(button.y - (field.y + field.height)).isGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsWrongFarDownInAPolicyIsInSight(boolean scripts) {
    agent.policy(
        "{\"rules\":["
            + IntStream.range(1, 10)
                .mapToObj("{\"period\":\"day\",\"limit_usd\":%d,\"action\":\"alert\"},"::formatted)
                .collect(Collectors.joining())
            + "{\"period\":\"week\",\"limit_usd\":9,\"action\":\"alert\"}]}");
    Visitor admin =
        scripts
            ? BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE)
            : BROWSING.signedInWithoutScripts(northwind.purser());
    admin.open("/policy" + PurserClient.query(Map.of("owner", agent.address())));
    Page page = admin.page();
    Locator last =
        page.getByRole(
            AriaRole.GROUP, new Page.GetByRoleOptions().setName("Rule 10").setExact(true));
    last.getByLabel("Dollars").fill("lots");
    admin.press("Save");
    assertThat(page.getByRole(AriaRole.ALERT)).isInViewport();
    assertThat(last.getByLabel("Dollars")).isFocused();
  }
}
