package dev.purser.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request's JSON object, with nothing in it that PostgreSQL could not store.
 *
 * @param json the object; empty where no body was sent
 */
public record Body(ObjectNode json) {
  /** What no body means. */
  static final Body EMPTY = new Body(JsonNodeFactory.instance.objectNode());

  /** A double's range; a longer number is a mistake or an attack. */
  private static final int MAX_EXPONENT = 400;

  private static final char BYTE_ORDER_MARK = 0xfeff;

  /** Reads it; anything but one JSON object is a 422. */
  static Body parse(byte[] bytes) {
    String text = decoded(bytes);
    if (text.isBlank()) {
      return EMPTY;
    }
    JsonNode read;
    try {
      // As text: of bytes, Jackson misreads a name with a character of two escaped halves.
      read = Wire.REQUESTS.readTree(text);
    } catch (JsonProcessingException e) {
      throw malformed("the body is not JSON: " + MalformedJson.words(e));
    } catch (NumberFormatException e) {
      // Jackson's own for an exponent of more digits than a BigDecimal can have.
      throw malformed("the body has a number that is not below 1e" + MAX_EXPONENT);
    }
    if (!(read instanceof ObjectNode object)) {
      throw malformed("the body must be a JSON object");
    }
    requireStorable("", object);
    return new Body(object);
  }

  private static String decoded(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw malformed("the body is not UTF-8");
    }
  }

  /** The body of a request that may come without one. */
  public static Fields of(@Nullable Body body) {
    return new Fields(body == null ? EMPTY.json : body.json, "");
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(Problem.of(422, "malformed_json", detail, List.of(), Map.of()));
  }

  private static void requireStorable(String path, JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              member -> {
                String name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                requireText(name, member.getKey());
                requireStorable(name, member.getValue());
              });
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        requireStorable(path + "[" + i + "]", node.get(i));
      }
    } else if (node.isTextual()) {
      requireText(path, node.textValue());
    } else if (node.isBigDecimal()) {
      requireModest(path, node.decimalValue());
    }
  }

  private static void requireText(String path, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw ProblemException.invalid(path, "must not contain the character NUL");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw ProblemException.invalid(path, "must be Unicode text, without half characters");
      }
    }
  }

  private static void requireModest(String path, BigDecimal number) {
    long magnitude = (long) number.precision() - number.scale();
    if (Math.abs(magnitude) > MAX_EXPONENT || Math.abs((long) number.scale()) > MAX_EXPONENT) {
      throw ProblemException.invalid(path, "must be a number below 1e" + MAX_EXPONENT);
    }
  }

  /** The SHA-256, in hexadecimal, of the object's members in the order of their names. */
  public static String hash(JsonNode json, String... more) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      // Never as a whole: written out, the numbers of a megabyte may have a hundred.
      Wire.REQUESTS.writeValue(
          new DigestOutputStream(OutputStream.nullOutputStream(), digest), json);
      for (String text : more) {
        digest.update((byte) 0);
        digest.update(text.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
