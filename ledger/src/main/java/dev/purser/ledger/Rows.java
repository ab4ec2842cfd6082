package dev.purser.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.money.Usd;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads columns of a row as the ledger's own types. */
public final class Rows {
  private static final TypeReference<List<Hold>> HOLDS = new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  /** Beyond it nobody counts, and a few such sums still add up to a long. */
  private static final BigDecimal MOST_COUNT = BigDecimal.TEN.pow(18);

  private Rows() {}

  /** A time that is never null; infinity is {@link Instant#MAX} or {@link Instant#MIN}. */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    Instant value = instantOrNull(row, column);
    if (value == null) {
      throw new SQLException(column + " is null");
    }
    return value;
  }

  /** A time, UTC. */
  public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    if (value == null) {
      return null;
    }
    if (value.equals(OffsetDateTime.MAX)) {
      return Instant.MAX;
    }
    return value.equals(OffsetDateTime.MIN) ? Instant.MIN : value.toInstant();
  }

  /** A time whose infinity means that there is none. */
  public static @Nullable Instant finite(ResultSet row, String column) throws SQLException {
    Instant value = instantOrNull(row, column);
    return Instant.MAX.equals(value) || Instant.MIN.equals(value) ? null : value;
  }

  /** An amount or a sum; none is zero. */
  public static Usd usd(ResultSet row, String column) throws SQLException {
    Usd amount = usdOrNull(row, column);
    return amount == null ? Usd.ZERO : amount;
  }

  /** An amount, or null. */
  public static @Nullable Usd usdOrNull(ResultSet row, String column) throws SQLException {
    BigDecimal nanos = row.getBigDecimal(column);
    return nanos == null ? null : new Usd(nanos.toBigIntegerExact());
  }

  /** A sum of counts, or the most that such a sum is told to be. */
  public static long count(ResultSet row, String column) throws SQLException {
    BigDecimal sum = row.getBigDecimal(column);
    return sum == null ? 0 : sum.min(MOST_COUNT).longValue();
  }

  /** An id that is never null. */
  public static UUID uuid(ResultSet row, String column) throws SQLException {
    UUID value = uuidOrNull(row, column);
    if (value == null) {
      throw new SQLException(column + " is null");
    }
    return value;
  }

  /** An id, or null. */
  public static @Nullable UUID uuidOrNull(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  /** JSON that is never null. */
  public static JsonNode json(ResultSet row, String column) throws SQLException {
    JsonNode value = jsonOrNull(row, column);
    if (value == null) {
      throw new SQLException(column + " is null");
    }
    return value;
  }

  /** JSON, or null. */
  public static @Nullable JsonNode jsonOrNull(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : Json.read(text, JsonNode.class);
  }

  /** JSON to be handed on as it is, without a look into it; null where there is none. */
  public static @Nullable JsonNode unreadOrNull(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : unread(text);
  }

  /** JSON to be handed on as it is: what writes it writes this text. */
  public static JsonNode unread(String json) {
    return JsonNodeFactory.instance.rawValueNode(new RawValue(json));
  }

  /** The holds a column keeps. */
  public static List<Hold> holds(ResultSet row, String column) throws SQLException {
    return read(row, column, HOLDS);
  }

  /** One hold, or null. */
  public static @Nullable Hold holdOrNull(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : Json.read(text, Hold.class);
  }

  /** A JSON object of strings. */
  public static Map<String, String> strings(ResultSet row, String column) throws SQLException {
    return read(row, column, STRINGS);
  }

  /** Texts of an array. */
  public static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  private static <T> T read(ResultSet row, String column, TypeReference<T> type)
      throws SQLException {
    try {
      return Json.MAPPER.readValue(row.getString(column), type);
    } catch (JsonProcessingException e) {
      throw new SQLException(column + " is not as the ledger writes it", e);
    }
  }
}
