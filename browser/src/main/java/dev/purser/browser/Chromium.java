package dev.purser.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The Chromium of this machine, without a window. */
public final class Chromium implements AutoCloseable {
  /** The environment's variable that names an executable in place of those on the PATH. */
  public static final String VARIABLE = "PURSER_CHROMIUM";

  /** What to say where there is none. */
  public static final String MISSING =
      "there is no chromium, chromium-browser or google-chrome on the PATH, and "
          + VARIABLE
          + " names none";

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  /** It runs as whoever runs the tests, also as root, and asks nothing of the network. */
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** The executable; empty: there is none. */
  public static Optional<Path> find() {
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      return Optional.of(Path.of(named)).filter(Files::isExecutable);
    }
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return NAMES.stream()
        .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(dir -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it. */
  public static Chromium start(Path executable) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    try {
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(ARGUMENTS));
      return new Chromium(playwright, browser);
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  /** A visitor that nobody knows: no cookies, a window of this look. */
  public BrowserContext visitor(Look look) {
    return visitor(look, true);
  }

  /** A visitor whose browser runs scripts, or does not. */
  public BrowserContext visitor(Look look, boolean scripts) {
    return browser.newContext(options(look).setJavaScriptEnabled(scripts));
  }

  /**
   * A visitor whose browser was here before.
   *
   * @param state its cookies, as {@link BrowserContext#storageState()} gives them
   */
  public BrowserContext visitor(Look look, String state) {
    return browser.newContext(options(look).setStorageState(state));
  }

  private static Browser.NewContextOptions options(Look look) {
    return new Browser.NewContextOptions()
        .setColorScheme(look.scheme())
        .setViewportSize(look.width(), Look.HEIGHT)
        .setLocale("en-GB")
        .setTimezoneId("UTC");
  }

  @Override
  public void close() {
    try (playwright) {
      browser.close();
    }
  }
}
