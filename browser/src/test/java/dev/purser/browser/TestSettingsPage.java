package dev.purser.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import dev.purser.standalone.client.PurserClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys, channels and prices, made and unmade on the page. */
@Tag("browser")
final class TestSettingsPage {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private final Northwind northwind = Northwind.instance();
  private final String name = "it-" + UUID.randomUUID();
  private Visitor admin;
  private Page page;

  @BeforeEach
  void anAdministratorOpensTheSettings() {
    admin = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE);
    page = admin.page();
    admin.open("/settings");
  }

  private Locator row() {
    return page.locator("tr", new Page.LocatorOptions().setHasText(name));
  }

  private Locator status() {
    return page.getByRole(AriaRole.STATUS);
  }

  private Locator form(String act) {
    return page.locator("form")
        .filter(new Locator.FilterOptions().setHas(page.locator("input[value=" + act + "]")));
  }

  @Test
  void aKeyIsShownOnceSignsInAndEndsItsVisitsWhenRevoked() {
    form("make-key").getByLabel("Name").fill(name);
    form("make-key").getByLabel("Role").selectOption("operator");
    admin.press("Make the key");
    String secret = status().locator("code").innerText();
    assertThat(row()).containsText("operator");
    admin.open("/settings");
    assertThat(page.content()).contains(name).doesNotContain(secret);

    Visitor operator = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE, secret);
    assertThat(operator.page().locator(".who")).containsText(name + " · operator");
    assertThat(operator.page().getByRole(AriaRole.NAVIGATION)).not().containsText("Settings");

    row().getByText("Revoke", new Locator.GetByTextOptions().setExact(true)).click();
    row().getByRole(AriaRole.BUTTON).click();
    assertThat(status()).hasText("The key " + name + " is revoked.");
    assertThat(row()).containsText("revoked");
    operator
        .page()
        .waitForCondition(
            () -> {
              // Asked beside the page, which opens the sign-in by itself.
              APIRequestContext visit = operator.page().context().request();
              return visit.get(northwind.purser().url() + "/").url().endsWith("/sign-in");
            });
  }

  @Test
  void aKeyThatCannotBeSaysSoAtItsFieldAndKeepsTheRest() {
    form("make-key").getByLabel("Name").fill(name);
    form("make-key").getByLabel("Role").selectOption("operator");
    form("make-key").getByLabel("Agent").fill("nobody");
    admin.press("Make the key");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Agent must be agent://");
    assertThat(form("make-key").getByLabel("Name")).hasValue(name);
    assertThat(form("make-key").getByLabel("Role")).hasValue("operator");
  }

  @Test
  void aChannelIsMadeTestedAndDeleted() throws IOException {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          received.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    try {
      page.getByLabel("Channel name").fill(name);
      page.getByLabel("Type").selectOption("webhook");
      page.getByLabel("Target")
          .fill("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
      admin.press("Make the channel");
      assertThat(status()).containsText("What the channel " + name + " signs with");
      row().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Test")).click();
      assertThat(status()).hasText("The test reached " + name + ".");
      assertThat(received).singleElement().asString().contains(name);
    } finally {
      receiver.stop(0);
    }
    row().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Test")).click();
    assertThat(status()).containsText("The test did not reach " + name + ": ");

    row().getByText("Delete", new Locator.GetByTextOptions().setExact(true)).click();
    row().getByText("Delete it").click();
    assertThat(status()).hasText("The channel " + name + " is deleted.");
    assertThat(row()).hasCount(0);
  }

  @Test
  void aPriceThatComesLateIsPostedAnew() {
    Spender agent = Spender.named("priced", northwind.purser().client());
    agent.report(
        PurserClient.object()
            .put("task", "ticket-4711")
            .put("model", name)
            .put("tokens_in", 1_000_000)
            .put("tokens_out", 0));
    admin.open("/settings");
    assertThat(row()).hasCount(1);
    Locator form = form("add-price");
    form.getByLabel("Model").fill(name);
    form.getByLabel("Since").fill(LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1).toString());
    form.getByLabel("Input", new Locator.GetByLabelOptions().setExact(true)).fill("7");
    form.getByLabel("Output").fill("a lot");
    admin.press("Add the price");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Output must be USD per million");
    form.getByLabel("Output").fill("9");
    admin.press("Add the price");
    assertThat(status())
        .hasText("The price of " + name + " is known now. 1 entry is being posted anew at it.");
    Locator reposting = page.locator("#reposting").locator(row());
    assertThat(reposting).containsText("bootstrap");
    assertThat(reposting).containsText("done");
    Until.there(
        "$7.00",
        () -> {
          admin.open(agent.path());
          return Optional.of(page.locator("#models").innerText()).filter(t -> t.contains("$7.00"));
        });
  }
}
