package dev.purser.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import java.io.IOException;

/** JSON on the wire. */
public final class Wire {
  /**
   * Reads requests exactly: no double on the way. NaN is let through for its field to be named when
   * it is refused; members are written in the order of their names, for hashing.
   */
  public static final ObjectMapper REQUESTS =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  /** Writes answers: snake_case, money in plain notation, times as RFC 3339 in UTC. */
  public static final ObjectMapper ANSWERS = forAnswers(new ObjectMapper());

  private Wire() {}

  /** Has the mapper write answers. */
  public static ObjectMapper forAnswers(ObjectMapper mapper) {
    return mapper
        .registerModule(new JavaTimeModule())
        .registerModule(
            new SimpleModule("purser")
                .addSerializer(Usd.class, new UsdWriter())
                .addSerializer(AgentAddress.class, new AddressWriter())
                .addSerializer(Period.class, new PeriodWriter()))
        .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .setDefaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
  }

  /** A JSON number of dollars with at most nine decimals. */
  private static final class UsdWriter extends JsonSerializer<Usd> {
    @Override
    public void serialize(Usd usd, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeNumber(usd.toBigDecimal());
    }
  }

  private static final class AddressWriter extends JsonSerializer<AgentAddress> {
    @Override
    public void serialize(AgentAddress agent, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(agent.value());
    }
  }

  private static final class PeriodWriter extends JsonSerializer<Period> {
    @Override
    public void serialize(Period period, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(period.wire());
    }
  }
}
