package dev.purser.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.purser.standalone.up.Standalone;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Chromium for the tests of a class; without one they are skipped. After each test it asserts
 * that the browser had nothing to complain of.
 */
final class Browsing implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  /** For what must come, also on a machine that has much else to do. */
  private static final double PATIENCE_MS = 30_000;

  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<Watch> watches = new ArrayList<>();
  private Chromium chromium;
  private @Nullable String cookies;

  @Override
  public void beforeAll(ExtensionContext context) {
    Optional<Path> executable = Chromium.find();
    assumeTrue(executable.isPresent(), "skipped: " + Chromium.MISSING);
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    chromium = Chromium.start(executable.orElseThrow());
  }

  /** Someone who has not signed in. */
  Visitor stranger(Standalone purser, Look look) {
    return visitor(purser, look, true);
  }

  /** Someone who has signed in with the administrator's key. */
  Visitor signedIn(Standalone purser, Look look) {
    return signedIn(purser, look, purser.adminKey());
  }

  /** The same with a browser that runs no scripts. */
  Visitor signedInWithoutScripts(Standalone purser) {
    Visitor visitor = visitor(purser, Look.LIGHT_WIDE, false);
    visitor.signIn(purser.adminKey());
    return visitor;
  }

  /**
   * The one administrator of this class who signed in once and has not been asked since: for tests
   * that only look.
   */
  Visitor known(Standalone purser, Look look) {
    if (cookies == null) {
      cookies = signedIn(purser, look).page().context().storageState();
    }
    return visitor(purser, chromium.visitor(look, cookies));
  }

  /** Someone who has signed in with this key. */
  Visitor signedIn(Standalone purser, Look look, String key) {
    Visitor visitor = visitor(purser, look, true);
    visitor.signIn(key);
    return visitor;
  }

  private Visitor visitor(Standalone purser, Look look, boolean scripts) {
    return visitor(purser, chromium.visitor(look, scripts));
  }

  private Visitor visitor(Standalone purser, BrowserContext context) {
    contexts.add(context);
    watches.add(new Watch(context, purser.url()));
    Page page = context.newPage();
    return new Visitor(page, purser.url());
  }

  /** What the browsers of this test complained of so far. */
  List<String> complaints() {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    List<String> all = watches.stream().flatMap(watch -> watch.complaints().stream()).toList();
    watches.clear();
    return all;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(complaints()).as("what the browser complained of").isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (chromium != null) {
      chromium.close();
    }
  }
}
