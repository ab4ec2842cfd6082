package dev.purser.standalone.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.api.http.MalformedJson;
import dev.purser.standalone.CommandError;
import dev.purser.standalone.client.PurserClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy as the API takes it, from a file or from the words of the command line. */
public final class PolicyFile {
  private PolicyFile() {}

  /** The body of a PUT; either a file or rules must be given. */
  static ObjectNode body(
      @Nullable String file,
      List<String> rules,
      List<String> notify,
      @Nullable String timezone,
      @Nullable String applies) {
    if ((file == null) == rules.isEmpty()) {
      throw new CommandError("give a FILE or one or more --rule PERIOD:USD:ACTION");
    }
    ObjectNode body = file == null ? fromRules(rules, notify) : read(file);
    if (timezone != null) {
      body.put("timezone", timezone);
    }
    if (applies != null) {
      body.put("applies", applies);
    }
    return body;
  }

  /**
   * A JSON object from a file, or from standard input for {@code -}.
   *
   * @throws CommandError if it cannot be read or is no object
   */
  public static ObjectNode read(String file) {
    try {
      String text =
          file.equals("-")
              ? new String(System.in.readAllBytes(), UTF_8)
              : Files.readString(Path.of(file));
      if (PurserClient.JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
      throw new CommandError(file + " must be a JSON object such as {\"rules\": […]}");
    } catch (JsonProcessingException e) {
      throw new CommandError(file + " is not JSON: " + MalformedJson.words(e), e);
    } catch (IOException e) {
      throw new CommandError("cannot read " + file, e);
    }
  }

  private static ObjectNode fromRules(List<String> rules, List<String> notify) {
    ObjectNode body = PurserClient.object();
    for (String rule : rules) {
      String[] parts = rule.split(":", -1);
      if (parts.length != 3) {
        throw new CommandError(
            "--rule must be PERIOD:USD:ACTION such as day:50:pause, not " + rule);
      }
      ObjectNode node = body.withArray("/rules").addObject();
      boolean burn = parts[0].equals("burn");
      node.put(burn ? "when" : "period", parts[0]);
      node.put(burn ? "usd_per_hour" : "limit_usd", amount(rule, parts[1]));
      node.put("action", parts[2]);
      notify.forEach(node.withArray("/notify")::add);
    }
    return body;
  }

  private static BigDecimal amount(String rule, String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new CommandError("\"" + text + "\" in --rule " + rule + " is no amount of USD", e);
    }
  }
}
