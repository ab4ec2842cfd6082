package dev.purser.bench;

import dev.purser.standalone.up.ThrowAway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Every page over a month of many agents, beside a page that reads nothing. */
@Command(
    name = "pages",
    mixinStandardHelpOptions = true,
    description =
        "Pages of the dashboard over 100 agents, 100,000 intents and 1,000,000 entries, beside the"
            + " sign-in page, which reads nothing.")
final class PagesBench implements Callable<Integer> {
  private static final long HIGHEST_MICROS = 60_000_000;
  private static final int WARM = 15;

  @Option(
      names = "--times",
      defaultValue = "40",
      description =
          "How often each page is asked for after its warm-up (default: ${DEFAULT-VALUE}).")
  private int times;

  /** One page. */
  private record Page(String name, String path) {}

  @Override
  public Integer call() throws Exception {
    try (ThrowAway purser = ThrowAway.start()) {
      long started = System.nanoTime();
      Month month = Month.fill(purser);
      System.out.printf(
          "Java %s, %d processors; %d agents, %d intents, %d entries written in %d s%n",
          Runtime.version(),
          Runtime.getRuntime().availableProcessors(),
          Month.AGENTS,
          Month.INTENTS,
          Month.ENTRIES,
          Duration.ofNanos(System.nanoTime() - started).toSeconds());
      SignedIn browser = SignedIn.at(purser.purser().url(), purser.purser().adminKey());
      Histogram baseline = measure(browser, "/sign-in");
      System.out.printf("%-24s %9s %9s %9s %8s%n", "page", "p50 ms", "p99 ms", "max ms", "ratio");
      print("sign-in", baseline, baseline);
      for (Page page : pages(month)) {
        print(page.name(), measure(browser, page.path()), baseline);
      }
    }
    return 0;
  }

  private static List<Page> pages(Month month) {
    List<Page> pages = new ArrayList<>();
    pages.add(new Page("agents", "/"));
    pages.add(new Page("agent, today", "/agents/" + month.agent()));
    pages.add(new Page("agent, 30 days", "/agents/" + month.agent() + "?span=30d"));
    pages.add(new Page("intent", "/intents/" + month.intent()));
    pages.add(new Page("policies", "/policies"));
    pages.add(new Page("policy", "/policy?owner=agent://" + month.agent()));
    pages.add(new Page("alerts", "/alerts?show=all"));
    pages.add(new Page("explore, 30 days", "/explore?by=agent&then=day&" + month.range()));
    pages.add(new Page("settings", "/settings"));
    return pages;
  }

  private Histogram measure(SignedIn browser, String path) throws Exception {
    Histogram micros = new Histogram(HIGHEST_MICROS, 3);
    for (int i = 0; i < WARM + times; i++) {
      long start = System.nanoTime();
      browser.get(path);
      if (i >= WARM) {
        micros.recordValue(Math.min((System.nanoTime() - start) / 1_000, HIGHEST_MICROS));
      }
    }
    return micros;
  }

  private static void print(String name, Histogram micros, Histogram baseline) {
    System.out.printf(
        "%-24s %9.1f %9.1f %9.1f %7.1fx%n",
        name,
        micros.getValueAtPercentile(50) / 1_000.0,
        micros.getValueAtPercentile(99) / 1_000.0,
        micros.getMaxValue() / 1_000.0,
        (double) micros.getValueAtPercentile(50) / baseline.getValueAtPercentile(50));
  }
}
