package dev.purser.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Notes what must not happen in a browser: errors and warnings on its console (what the content
 * security policy forbids stands there too), errors of scripts, requests to other hosts.
 */
final class Watch {
  /** What axe draws to find out whether a font is one of icons. */
  private static final String OF_AXE = "Canvas2D: Multiple readback operations";

  private final String url;
  private final List<String> complaints = new ArrayList<>();
  private final List<ConsoleMessage> notLoaded = new ArrayList<>();
  private final Set<String> refusedPages = new HashSet<>();

  Watch(BrowserContext context, String url) {
    this.url = url;
    context.onConsoleMessage(this::said);
    context.onWebError(error -> complaints.add("error of a script: " + error.error()));
    context.onRequest(this::asked);
    context.onResponse(this::answered);
  }

  private void said(ConsoleMessage message) {
    if (!message.type().equals("error") && !message.type().equals("warning")) {
      return;
    }
    if (message.text().startsWith("Failed to load resource: the server responded with a status")) {
      notLoaded.add(message);
    } else if (!message.text().startsWith(OF_AXE)) {
      complaints.add(message.type() + " on the console: " + message.text());
    }
  }

  private void asked(Request request) {
    if (!request.url().startsWith(url + "/") && !request.url().startsWith("data:")) {
      complaints.add("request to another host: " + request.url());
    }
  }

  /** That a page itself was refused is for the test to judge, which opened it. */
  private void answered(Response response) {
    if (response.status() >= 400 && response.request().isNavigationRequest()) {
      refusedPages.add(response.url());
    }
  }

  List<String> complaints() {
    List<String> all = new ArrayList<>(complaints);
    notLoaded.stream()
        .filter(message -> refusedPages.stream().noneMatch(message.location()::startsWith))
        .map(message -> message.text() + " " + message.location())
        .forEach(all::add);
    return all;
  }
}
