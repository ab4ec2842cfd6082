package dev.purser.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import java.io.IOException;

/** JSON as the ledger stores it: snake_case, exact decimals, times as RFC 3339 in UTC. */
public final class Json {
  /** The one mapper; never to be changed. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(money())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .defaultPropertyInclusion(JsonInclude.Value.construct(NON_NULL, NON_NULL))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private Json() {}

  /** Amounts are exact numbers of dollars, and addresses plain text. */
  private static SimpleModule money() {
    return new SimpleModule()
        .addSerializer(
            Usd.class,
            new StdSerializer<>(Usd.class) {
              @Override
              public void serialize(Usd amount, JsonGenerator json, SerializerProvider unused)
                  throws IOException {
                json.writeNumber(amount.toBigDecimal());
              }
            })
        .addDeserializer(
            Usd.class,
            new StdDeserializer<>(Usd.class) {
              @Override
              public Usd deserialize(JsonParser json, DeserializationContext unused)
                  throws IOException {
                return Usd.ofSum(json.getDecimalValue());
              }
            })
        .addSerializer(AgentAddress.class, new ToStringSerializer())
        .addDeserializer(
            AgentAddress.class,
            new StdDeserializer<>(AgentAddress.class) {
              @Override
              public AgentAddress deserialize(JsonParser json, DeserializationContext unused)
                  throws IOException {
                return new AgentAddress(json.getText());
              }
            });
  }

  /** What the ledger writes. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** What the ledger wrote once; anything else is a defect. */
  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not the JSON of " + type.getSimpleName(), e);
    }
  }
}
