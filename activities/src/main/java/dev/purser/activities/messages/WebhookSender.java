package dev.purser.activities.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.purser.ledger.Json;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Posts a message as JSON, signed so that the receiver can tell who sent it and when. */
final class WebhookSender implements Sender {
  private static final int GONE = 410;

  private final Poster poster;
  private final @Nullable String usualSecret;
  private final InstantSource clock;

  /**
   * @param usualSecret for targets without one of their own
   */
  WebhookSender(Poster poster, @Nullable String usualSecret, InstantSource clock) {
    this.poster = poster;
    this.usualSecret = usualSecret;
    this.clock = clock;
  }

  @Override
  public void send(Message message, Target target) throws NotDelivered {
    String body = Json.write(WebhookBody.of(message));
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Purser-Event-Id", message.eventId());
    String secret = target.secret() != null ? target.secret() : usualSecret;
    if (secret != null) {
      headers.put("X-Purser-Signature", signature(secret, body));
    }
    Poster.Answer answer = poster.post(target.address(), body.getBytes(UTF_8), headers, 0);
    if (answer.status() == GONE) {
      throw NotDelivered.everAgain("the receiver answered 410: it is gone");
    }
    if (!answer.isSuccess()) {
      throw NotDelivered.yet("the receiver answered " + meaning(answer.status()), null);
    }
  }

  /** The time is signed too, and is of this attempt: a receiver may refuse what is too old. */
  private String signature(String secret, String body) {
    long now = clock.instant().getEpochSecond();
    return "t=" + now + ",v1=" + hmac(secret, now + "." + body);
  }

  private static String hmac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }

  private static String meaning(int status) {
    return status / 100 == 3 ? status + ", and redirects are not followed" : "" + status;
  }
}
