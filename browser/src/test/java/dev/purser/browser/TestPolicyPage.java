package dev.purser.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import dev.purser.standalone.client.PurserClient;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy in a form: edited, refused, saved, undone; by two people at once. */
@Tag("browser")
final class TestPolicyPage {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private final Northwind northwind = Northwind.instance();
  private final Spender agent = Spender.named("ruled", northwind.purser().client());
  private final String path = "/policy" + PurserClient.query(Map.of("owner", agent.address()));
  private Visitor admin;
  private Page page;

  @BeforeEach
  void someoneOpensThePolicy() {
    open(BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE));
  }

  private void open(Visitor visitor) {
    admin = visitor;
    page = visitor.page();
    visitor.open(path);
  }

  private static Locator rule(Page page, int number) {
    return page.getByRole(
        AriaRole.GROUP, new Page.GetByRoleOptions().setName("Rule " + number).setExact(true));
  }

  private Locator dollars() {
    return rule(page, 1).getByLabel("Dollars");
  }

  private JsonNode rules() {
    return agent.policy().path("policy").path("rules");
  }

  private void assertVersion(long number) {
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("Version " + number + " is in force.");
    assertThat(agent.policy().path("policy").path("version").asLong()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isEditedRefusedSavedAndUndone(boolean scripts) {
    if (!scripts) {
      open(BROWSING.signedInWithoutScripts(northwind.purser()));
    }
    dollars().fill("lots");
    rule(page, 1).getByLabel("Warn at").fill("70");
    admin.press("Save");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Dollars must be an amount of dollars");
    assertThat(dollars()).hasAttribute("aria-invalid", "true");
    assertThat(dollars()).hasValue("lots");
    assertThat(rule(page, 1).getByLabel("Warn at")).hasValue("70");
    assertThat(rules().path(0).path("limit_usd").asInt()).isEqualTo(50);

    dollars().fill("60");
    admin.press("Save");
    assertVersion(2);
    Locator newest = page.locator("tbody tr").first();
    assertThat(newest).containsText("+ day $60.00 pause, warns at 70 %");
    assertThat(newest).containsText("− day $50.00 pause, warns at 80 %");
    assertThat(newest).containsText("in force");

    admin.press("Go back to 1");
    assertVersion(3);
    assertThat(dollars()).hasValue("50");
    assertThat(rules().path(0).path("warn_at").path(0).asInt()).isEqualTo(80);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isPreviewedBeforeItIsSaved(boolean scripts) {
    agent.spend(20);
    if (!scripts) {
      open(BROWSING.signedInWithoutScripts(northwind.purser()));
    }
    dollars().fill("5");
    admin.press("Preview on the last 30 days");
    Locator preview = page.locator("#preview");
    assertThat(preview).containsText("Would have paused once");
    assertThat(preview).containsText("stopped $15.00");
    assertThat(preview.locator("tbody tr").first()).containsText("Rule 1");
    assertThat(dollars()).hasValue("5");
    assertThat(rules().path(0).path("limit_usd").asInt()).isEqualTo(50);

    dollars().fill("200");
    admin.press("Preview on the last 30 days");
    assertThat(preview).containsText("Would have done nothing");
    admin.press("Save");
    assertVersion(2);
    assertThat(rules().path(0).path("limit_usd").asInt()).isEqualTo(200);
  }

  @Test
  void isSavedByEnterAndLosesNoRule() {
    dollars().fill("61");
    dollars().press("Enter");
    assertVersion(2);
    assertThat(rules()).hasSize(1);
    assertThat(rules().path(0).path("limit_usd").asInt()).isEqualTo(61);
  }

  @Test
  void getsARuleMoreAndOneLess() {
    dollars().fill("62");
    admin.press("Add a rule");
    assertThat(dollars()).hasValue("62");
    rule(page, 2).getByLabel("For each").selectOption("intent");
    rule(page, 2).getByLabel("Dollars").fill("5");
    rule(page, 2).getByLabel("Then").selectOption("kill");
    rule(page, 2).getByLabel("Tell").fill("ops@northwind.example, ada@northwind.example");
    admin.press("Save");
    assertVersion(2);
    assertThat(rules()).hasSize(2);
    assertThat(rules().path(1).path("notify")).hasSize(2);

    rule(page, 2).getByLabel("Dollars").fill("6");
    admin.press("Remove rule 1");
    assertThat(rule(page, 2)).hasCount(0);
    assertThat(dollars()).hasValue("6");
    assertThat(agent.policy().path("policy").path("version").asLong()).isEqualTo(2);
    admin.press("Save");
    assertVersion(3);
    assertThat(rules()).hasSize(1);
    assertThat(rules().path(0).path("action").asText()).isEqualTo("kill");
  }

  @Test
  void keepsWhatTheSlowerOfTwoPeopleHasFilledIn() {
    Visitor slower = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE);
    slower.open(path);
    dollars().fill("63");
    admin.press("Save");
    assertVersion(2);

    Page second = slower.page();
    rule(second, 1).getByLabel("Dollars").fill("64");
    Response refused =
        second.waitForResponse(
            response -> response.request().method().equals("POST"), () -> slower.press("Save"));
    assertThat(refused.status()).isEqualTo(412);
    assertThat(second.getByRole(AriaRole.ALERT)).containsText("Someone else has changed");
    assertThat(rule(second, 1).getByLabel("Dollars")).hasValue("64");
    assertThat(second.locator("tbody tr").first()).containsText("+ day $63.00 pause");
    assertThat(rules().path(0).path("limit_usd").asInt()).isEqualTo(63);

    slower.press("Save");
    assertThat(second.getByRole(AriaRole.STATUS)).hasText("Version 3 is in force.");
    assertThat(rules().path(0).path("limit_usd").asInt()).isEqualTo(64);
  }

  @Test
  void isDeletedOnlyOnceAskedAgain() {
    page.locator("summary", new Page.LocatorOptions().setHasText("Delete")).click();
    admin.press("Delete it");
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("The policy is deleted");
    assertThat(page.locator(".subtitle")).containsText("none in force");
    admin.press("Go back to 1");
    assertVersion(3);
  }

  @Test
  void startsToActWhereItOnlyObserved() {
    agent.policy(
        "{\"rules\":[{\"period\":\"day\",\"limit_usd\":5,\"action\":\"pause\",\"mode\":\"observe\"}]}");
    agent.spend(6);
    admin.open(agent.path());
    assertThat(page.locator("#observed")).containsText("would have paused at $6.00 of $5.00");
    assertThat(page.locator("#observed")).containsText("warned at $6.00");
    assertThat(agent.status()).isEqualTo("ACTIVE");
    admin.press("Enforce these rules");
    assertVersion(3);
    admin.open(agent.path());
    assertThat(page.locator("#head")).containsText("PAUSED");
  }

  @Test
  void isFoundByItsOwnerAndSaysWhatAnOwnerIs() {
    admin.open("/policies");
    page.getByLabel("Policy of").fill("nobody");
    admin.press("Open");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("must be agent://org/workspace/name");
    assertThat(page.getByLabel("Policy of")).hasValue("nobody");
    page.getByLabel("Policy of").fill(agent.address());
    admin.press("Open");
    assertThat(dollars()).hasValue("50");
  }
}
