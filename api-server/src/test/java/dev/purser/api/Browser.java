package dev.purser.api;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at pages as a browser without scripts does: keeps cookies, follows where it is led. */
final class Browser {
  private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");

  private final String base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  Browser(Server server) {
    this.base = server.base();
  }

  /** Signed in with a key, through the form. */
  static Browser signedIn(Server server, String key) {
    Browser browser = new Browser(server);
    HttpResponse<String> answer = browser.submit("/sign-in", "key", key);
    if (answer.uri().getPath().equals("/sign-in")) {
      throw new AssertionError("not signed in: " + answer.statusCode() + answer.body());
    }
    return browser;
  }

  /** The page at a path of the server, or the one it leads to. */
  HttpResponse<String> open(String path) {
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
  }

  /** The answer to a form of the page at a path: names of fields, each with its value. */
  HttpResponse<String> submit(String path, String... filled) {
    return submitTo(path, path, filled);
  }

  /** The same of a form that sends what is filled in to another path. */
  HttpResponse<String> submitTo(String path, String page, String... filled) {
    HttpResponse<String> form = open(page);
    Matcher token = TOKEN.matcher(form.body());
    if (!token.find()) {
      throw new AssertionError("the form has no token: " + form.body());
    }
    StringBuilder body = new StringBuilder("form_token=" + encoded(token.group(1)));
    for (int i = 0; i < filled.length; i += 2) {
      body.append('&').append(encoded(filled[i])).append('=').append(encoded(filled[i + 1]));
    }
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
