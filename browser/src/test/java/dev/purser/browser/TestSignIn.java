package dev.purser.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.up.Standalone;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, and how. */
@Tag("browser")
final class TestSignIn {
  @RegisterExtension static final Browsing BROWSING = new Browsing();
  private static final int TRIES = 10;

  private final Standalone purser = Northwind.instance().purser();

  @Test
  void leadsFromAPageToTheSignInAndBackToIt() {
    Visitor visitor = BROWSING.stranger(purser, Look.LIGHT_WIDE);
    String path = "/?sort=month&order=asc&q=northwind";
    visitor.open(path);
    Page page = visitor.page();
    assertThat(page.getByRole(AriaRole.HEADING)).hasText("Sign in");
    visitor.fillIn(purser.adminKey());
    assertThat(page).hasURL(purser.url() + path);
    assertThat(page.getByLabel("Search")).hasValue("northwind");
  }

  @Test
  void leadsToNoOtherSite() {
    Visitor visitor = BROWSING.stranger(purser, Look.LIGHT_WIDE);
    visitor.open("/sign-in?next=https%3A%2F%2Fexample.com%2F");
    visitor.fillIn(purser.adminKey());
    assertThat(visitor.page()).hasURL(purser.url() + "/");
  }

  @Test
  void signsOutAndShowsNothingMore() {
    Visitor visitor = BROWSING.signedIn(purser, Look.LIGHT_WIDE);
    visitor.press("Sign out");
    Page page = visitor.page();
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("You are signed out.");
    visitor.open("/");
    assertThat(page.getByRole(AriaRole.HEADING)).hasText("Sign in");
    assertThat(page.getByRole(AriaRole.NAVIGATION)).hasCount(0);
  }

  @Test
  void anOpenPageAsksToSignInOnceItsVisitHasEndedElsewhere() {
    Visitor visitor = BROWSING.signedIn(purser, Look.LIGHT_WIDE);
    Page other = visitor.page().context().newPage();
    other.navigate(purser.url() + "/");
    new Visitor(other, purser.url()).press("Sign out");
    assertThat(other.getByRole(AriaRole.STATUS)).hasText("You are signed out.");
    Spender.named("noise", purser.client()).spend(1);
    assertThat(visitor.page().getByRole(AriaRole.HEADING)).hasText("Sign in");
  }

  @Test
  void aStreamEndsQuietlyForWhomeverIsNotSignedIn() {
    Visitor visitor = BROWSING.stranger(purser, Look.LIGHT_WIDE);
    visitor.open("/sign-in");
    Object state =
        visitor
            .page()
            .evaluate(
                "() => new Promise(tell => { const s = new EventSource('/live');"
                    + " s.onerror = () => tell(s.readyState); })");
    assertThat(state).as("it is CLOSED and asks no more").isEqualTo(2);
  }

  @Test
  void refusesWrongKeysAndTheEleventhOtherwiseButNeverARightOne(@TempDir Path data) {
    Standalone.Options options = new Standalone.Options(data, Ports.anyFree(), "embedded");
    try (Standalone own = Standalone.start(options)) {
      Visitor visitor = BROWSING.stranger(own, Look.LIGHT_WIDE);
      Page page = visitor.page();
      visitor.open("/sign-in");
      for (int tries = 1; tries <= TRIES; tries++) {
        assertThat(statusOf(visitor, "purser_no_such_key")).isEqualTo(401);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("This key is not known");
      }
      assertThat(statusOf(visitor, "purser_no_such_key")).isEqualTo(429);
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("Too many tries");
      visitor.fillIn(own.adminKey());
      assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Agents");
      assertThat(BROWSING.complaints()).isEmpty();
    }
  }

  private static int statusOf(Visitor visitor, String key) {
    return visitor
        .page()
        .waitForResponse(
            response -> response.request().isNavigationRequest(), () -> visitor.fillIn(key))
        .status();
  }
}
