package dev.purser.ledger.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Json;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a link in a message may do, as a token that only the ledger's secret can make: the payload
 * and its HMAC-SHA256, both in base64url. Nothing is kept of it; it ends by itself.
 */
public final class SignedLinks {
  /** How long a link may be used. */
  public static final Duration LIFE = Duration.ofDays(7);

  private static final String ALGORITHM = "HmacSHA256";
  private static final int LONGEST = 4_000;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;

  /** {@code secret}: at least 32 bytes that nobody else knows. */
  public SignedLinks(byte[] secret) {
    if (secret.length < 32) {
      throw new IllegalArgumentException("the secret must have at least 32 bytes");
    }
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** What it does. */
  public enum Act {
    ACKNOWLEDGE,
    RESUME,
    KILL
  }

  /**
   * What a link says.
   *
   * @param alertId of the alert that it came with
   * @param usd how much more a resume grants; null: none
   * @param addressee who got it
   */
  public record Link(
      long alertId, Act act, @Nullable Usd usd, String addressee, Instant expiresAt) {
    /** One that can be used for {@link #LIFE}. */
    public static Link at(Instant now, long alertId, Act act, @Nullable Usd usd, String addressee) {
      return new Link(
          alertId, act, usd, addressee, Instant.ofEpochSecond(now.plus(LIFE).getEpochSecond()));
    }
  }

  /** What becomes of a token that someone brings. */
  public sealed interface Opened {}

  /** It is in force. */
  public record Ok(Link link) implements Opened {}

  /** It was in force once; what it said is known all the same. */
  public record Expired(Link link) implements Opened {}

  /** It is none of this ledger's, or not as it was made. */
  public record Tampered() implements Opened {}

  private record Payload(
      @JsonProperty("alert") long alert,
      @JsonProperty("act") String act,
      @JsonProperty("usd") @Nullable Usd usd,
      @JsonProperty("to") String to,
      @JsonProperty("until") long until) {}

  /** The token, of characters that a URL's path may have. */
  public String token(Link link) {
    String payload =
        Json.write(
            new Payload(
                link.alertId(),
                link.act().name().toLowerCase(Locale.ROOT),
                link.usd(),
                link.addressee(),
                link.expiresAt().getEpochSecond()));
    String signed = ENCODER.encodeToString(payload.getBytes(UTF_8));
    return signed + "." + signature(signed);
  }

  /** What the token says, if it was made with this secret. */
  public Opened open(String token, Instant now) {
    int dot = token.indexOf('.');
    if (dot < 0 || token.length() > LONGEST) {
      return new Tampered();
    }
    String signed = token.substring(0, dot);
    // As text and not as bytes: several texts of base64 stand for the same bytes.
    byte[] given = token.substring(dot + 1).getBytes(UTF_8);
    if (!MessageDigest.isEqual(given, signature(signed).getBytes(UTF_8))) {
      return new Tampered();
    }
    Link link = read(new String(Base64.getUrlDecoder().decode(signed), UTF_8));
    return now.isBefore(link.expiresAt()) ? new Ok(link) : new Expired(link);
  }

  /** Only what was signed here comes so far. */
  private static Link read(String json) {
    try {
      Payload payload = Json.MAPPER.readValue(json, Payload.class);
      return new Link(
          payload.alert(),
          Act.valueOf(payload.act().toUpperCase(Locale.ROOT)),
          payload.usd(),
          payload.to(),
          Instant.ofEpochSecond(payload.until()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("signed, and not as it is signed here", e);
    }
  }

  private String signature(String signed) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return ENCODER.encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
