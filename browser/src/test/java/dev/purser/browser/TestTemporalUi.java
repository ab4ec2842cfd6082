package dev.purser.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.embedded.TemporalServer;
import dev.purser.standalone.up.Standalone;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What someone sees in Temporal's own UI who comes there by the link on an intent's page. */
@Tag("browser")
@Tag("temporal")
final class TestTemporalUi {
  private static final double PATIENCE_MS = 60_000;

  /** Markdown, HTML and formulas, which must stand there as they are. */
  private static final String TASK = "pay $5 *or* $7 for _all_";

  private static final String MODEL = "gpt_4*<b>$x$</b>|`o`";

  @TempDir Path folder;

  @Test
  void showsAParkedIntentAndItsAmountsAsTheyAre() {
    Optional<Path> executable = Chromium.find();
    assumeTrue(executable.isPresent(), "skipped: " + Chromium.MISSING);
    assumeTrue(
        TemporalServer.findExecutable().isPresent(),
        "skipped: there is no temporal executable on the PATH");
    try (Standalone purser =
            Standalone.start(new Standalone.Options(folder, Ports.anyFree(), "dev"));
        Chromium chromium = Chromium.start(executable.orElseThrow())) {
      Spender agent = Spender.named("worker", purser.client());
      String intent = park(agent);
      Page page = chromium.visitor(Look.LIGHT_WIDE).newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      Visitor operator = new Visitor(page, purser.url());
      operator.signIn(purser.adminKey());
      operator.open("/intents/" + intent);
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("in Temporal")).click();
      assertThat(page.getByRole(AriaRole.HEADING).first()).containsText("intent/" + intent);
      page.getByText("User Metadata").first().click();
      sees(page, TASK + " for " + agent.address());
      sees(page, "$5.01 spent of the intent");
      sees(page, "Spent: $5.01, $0.00 left by all rules");
      sees(page, MODEL);
    }
  }

  /** The UI shows what is written in Markdown in frames of its own. */
  private static void sees(Page page, String text) {
    Until.there(
        text,
        () ->
            page.frames().stream().filter(frame -> frame.getByText(text).count() > 0).findFirst());
  }

  private static String park(Spender agent) {
    agent.policy("{\"rules\":[{\"period\":\"intent\",\"limit_usd\":5,\"action\":\"pause\"}]}");
    String intent = agent.intent(TASK);
    agent.report(
        PurserClient.object().put("intent_id", intent).put("cost_usd", 5.01).put("model", MODEL));
    Until.there("WAITING", () -> Optional.of(agent.status(intent)).filter("WAITING"::equals));
    return intent;
  }
}
