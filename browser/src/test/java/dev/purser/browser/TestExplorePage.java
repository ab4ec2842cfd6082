package dev.purser.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Costs by whatever someone wants to know, in an address that can be passed on. */
@Tag("browser")
final class TestExplorePage {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private final Northwind northwind = Northwind.instance();
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
  private Visitor visitor;
  private Page page;

  @BeforeEach
  void someoneExplores() {
    visitor = BROWSING.signedIn(northwind.purser(), Look.LIGHT_WIDE);
    page = visitor.page();
    visitor.open("/explore");
  }

  private void ask(String by, String then, LocalDate from, LocalDate to) {
    page.getByLabel("Group by").selectOption(by);
    page.getByLabel("And by").selectOption(then);
    page.getByLabel("From", new Page.GetByLabelOptions().setExact(true)).fill(from.toString());
    page.getByLabel("To", new Page.GetByLabelOptions().setExact(true)).fill(to.toString());
    page.getByLabel("Agent", new Page.GetByLabelOptions().setExact(true)).fill(Company.REVIEWER);
    visitor.press("Show");
  }

  private static Locator rows(Page page) {
    return page.locator("table.list tbody tr");
  }

  @Test
  void showsWhoeverGetsTheAddressTheSame() {
    ask("model", "task", today.minusDays(20), today.minusDays(1));
    assertThat(page)
        .hasURL(Pattern.compile(".*by=model&then=task&from=" + today.minusDays(20) + "&to=.*"));
    assertThat(rows(page).first()).containsText("claude-sonnet-4-5");
    List<String> seen = rows(page).allInnerTexts();
    assertThat(seen).hasSize(4);

    Visitor other = BROWSING.signedIn(northwind.purser(), Look.DARK_WIDE);
    other.open(page.url().substring(northwind.purser().url().length()));
    assertThat(rows(other.page())).hasCount(4);
    assertThat(rows(other.page()).allInnerTexts()).isEqualTo(seen);
    assertThat(other.page().getByLabel("And by")).hasValue("task");
  }

  @Test
  void givesTheSameRowsAsCsv() throws IOException {
    ask("model", "task", today.minusDays(20), today.minusDays(1));
    assertThat(rows(page)).hasCount(4);
    Download download = page.waitForDownload(() -> page.getByText("All rows as CSV").click());
    List<String> lines = Files.readAllLines(download.path());
    assertThat(lines).hasSize(5);
    for (int i = 1; i < lines.size(); i++) {
      Locator row = rows(page).nth(i - 1);
      String[] cells = lines.get(i).split(",", -1);
      assertThat(row).containsText(cells[0]);
      assertThat(row).containsText(cells[1]);
      assertThat(row.locator("td").nth(1))
          .hasText(String.format("$%,.2f", new java.math.BigDecimal(cells[2])));
    }
  }

  @Test
  void saysAtTheFieldThatDaysAreTheWrongWayRound() {
    ask("model", "task", today, today.minusDays(3));
    assertThat(page.getByRole(AriaRole.ALERT)).hasText("To must not be before " + today);
    assertThat(page.getByLabel("To", new Page.GetByLabelOptions().setExact(true)))
        .hasValue(today.minusDays(3).toString());
    assertThat(page.getByLabel("Group by")).hasValue("model");
    assertThat(rows(page)).hasCount(0);
  }

  @Test
  void showsTenYears() {
    ask("day", "model", today.minusYears(10), today);
    assertThat(page.locator("main")).containsText("By the month");
    assertThat(rows(page).first()).isVisible();
  }
}
