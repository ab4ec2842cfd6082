package dev.purser.activities.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON to receivers that anyone may have named: nothing they do holds it longer than a few
 * seconds, makes it read much, or leads it elsewhere. Reasons name the host alone: the rest of a
 * URL is often the secret.
 */
final class Poster implements AutoCloseable {
  /** For a whole exchange, the look-up of the name included. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final int MOST_AT_ONCE = 64;

  private final CloseableHttpClient client;
  private final Duration limit;

  Poster(boolean allowPrivate) {
    this(SystemDefaultDnsResolver.INSTANCE, allowPrivate, LIMIT);
  }

  Poster(DnsResolver names, boolean allowPrivate, Duration limit) {
    this.limit = limit;
    Timeout timeout = Timeout.of(limit);
    client =
        HttpClients.custom()
            .setConnectionManager(
                connections(allowPrivate ? names : new PublicNames(names), timeout))
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(timeout)
                    .setResponseTimeout(timeout)
                    .setAuthenticationEnabled(false)
                    .setProtocolUpgradeEnabled(false)
                    .build())
            // Messages are rare, and a connection that is kept was resolved long ago.
            .setConnectionReuseStrategy((request, response, context) -> false)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .setUserAgent("purser")
            .build();
  }

  private static HttpClientConnectionManager connections(DnsResolver names, Timeout timeout) {
    Http1Config bounds =
        Http1Config.custom()
            .setMaxLineLength(8 * 1024)
            .setMaxHeaderCount(100)
            .setMaxEmptyLineCount(10)
            .build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(names)
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(bounds).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom().setConnectTimeout(timeout).setSocketTimeout(timeout).build())
        .setMaxConnTotal(MOST_AT_ONCE)
        .setMaxConnPerRoute(MOST_AT_ONCE)
        .build();
  }

  /**
   * Posts once.
   *
   * @param readUpTo so many bytes of what the receiver says about it
   * @return what it answered, whatever that is
   * @throws NotDelivered if there is no answer, or the receiver may not be spoken to
   */
  Answer post(String url, byte[] json, Map<String, String> headers, int readUpTo)
      throws NotDelivered {
    HttpHost host = host(url);
    HttpPost request = new HttpPost(URI.create(url));
    headers.forEach(request::setHeader);
    request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
    try {
      return Bounded.call(
          () -> exchange(host, request, readUpTo), limit, host.getHostName(), request::cancel);
    } catch (ExecutionException e) {
      throw reason(host.getHostName(), e.getCause());
    }
  }

  private Answer exchange(HttpHost host, HttpPost request, int readUpTo) throws IOException {
    ClassicHttpResponse response = client.executeOpen(host, request, null);
    try {
      return new Answer(response.getCode(), beginning(response, readUpTo));
    } finally {
      // Cut off first: an orderly close reads what the receiver still has to say, to its end.
      request.cancel();
      closeQuietly(response);
    }
  }

  private static String beginning(ClassicHttpResponse response, int readUpTo) throws IOException {
    if (readUpTo == 0 || response.getEntity() == null) {
      return "";
    }
    InputStream body = response.getEntity().getContent();
    return OneLine.of(new String(body.readNBytes(readUpTo), UTF_8));
  }

  @SuppressWarnings("UnusedException")
  private static void closeQuietly(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      // The answer is known.
    }
  }

  private static NotDelivered reason(String host, @Nullable Throwable cause) {
    if (cause instanceof PublicNames.Refused refused) {
      return NotDelivered.everAgain(String.valueOf(refused.getMessage()));
    }
    if (cause instanceof UnknownHostException) {
      return NotDelivered.yet("no address is known for " + host, cause);
    }
    if (cause instanceof IOException) {
      return NotDelivered.yet(
          host + " could not be reached: " + OneLine.of(String.valueOf(cause.getMessage()), 200),
          cause);
    }
    throw new IllegalStateException("posting to " + host, cause);
  }

  private static HttpHost host(String url) throws NotDelivered {
    URI uri;
    URIAuthority authority;
    try {
      uri = new URI(url);
      authority = URIAuthority.create(uri.getRawAuthority());
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Without the cause, which carries the whole text.
      throw NotDelivered.everAgain("the target is no URL");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw NotDelivered.everAgain("the target is no http:// or https:// URL");
    }
    if (authority == null || authority.getHostName().isEmpty()) {
      throw NotDelivered.everAgain("the target's URL names no host");
    }
    if (authority.getUserInfo() != null) {
      throw NotDelivered.everAgain(
          "the target's URL carries a user or a password, which is not supported");
    }
    return new HttpHost(scheme, authority.getHostName(), authority.getPort());
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a receiver said.
   *
   * @param beginning of the body, on one line, as far as it was asked for
   */
  record Answer(int status, String beginning) {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }
  }
}
