package dev.purser.api.intents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Subjects;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.intake.Request;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads new intents. */
final class IntentReader {
  static final int MAX_ATTEMPTS = 100;

  private static final Pattern TYPE = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)+\\.v[0-9]+");
  private static final int DEFAULT_ATTEMPTS = 3;
  private static final int MAX_TAGS = 50;
  private static final int MAX_TAG = 200;

  /** What is done; what others do beside it (reminders, human tasks, ...) is refused by name. */
  private static final Set<String> DONE =
      Set.of(
          "intent_type",
          "correlation_id",
          "to_agent",
          "payload",
          "from_agent",
          "reply_to",
          "deadline_at",
          "max_delivery_attempts",
          "limit_usd",
          "task",
          "tags",
          "parent_intent_id");

  private IntentReader() {}

  static Request.Create read(Fields body, Caller caller, @Nullable String key, Instant now) {
    body.requireNoneBut(DONE);
    String type = body.require("intent_type", body.text("intent_type", 200));
    if (!TYPE.matcher(type).matches()) {
      throw body.wrong("intent_type", "must be like purser.research.v1: " + TYPE.pattern());
    }
    AgentAddress to = body.require("to_agent", body.agent("to_agent"));
    caller.requireMaySendTo(to);
    AgentAddress sender = sender(body, caller);
    AgentAddress replyTo = body.agent("reply_to");
    Fields payload = body.require("payload", body.object("payload"));
    UUID correlation = body.uuid("correlation_id");
    Long attempts = body.whole("max_delivery_attempts", 1, MAX_ATTEMPTS);
    return new Request.Create(
        to,
        UUID.randomUUID(),
        key,
        // Clients make a new correlation id for each try, also of the same request.
        Body.hash(body.json().deepCopy().without("correlation_id")),
        caller.agent() == null ? caller.id() : caller.agent().value(),
        caller.name(),
        caller.agent(),
        type,
        correlation == null ? UUID.randomUUID() : correlation,
        sender == null ? null : sender.value(),
        replyTo == null ? null : replyTo.value(),
        payload.json().toString(),
        body.text("task", Subjects.MAX_TASK),
        tags(body),
        body.usd("limit_usd"),
        body.uuid("parent_intent_id"),
        deadline(body, now),
        attempts == null ? DEFAULT_ATTEMPTS : attempts.intValue());
  }

  /** An agent sends in its own name, whatever the body says. Empty text is AXME's way of nobody. */
  private static @Nullable AgentAddress sender(Fields body, Caller caller) {
    if (caller.agent() != null) {
      return caller.agent();
    }
    JsonNode said = body.json().path("from_agent");
    return said.isTextual() && said.textValue().isEmpty() ? null : body.agent("from_agent");
  }

  static @Nullable Instant deadline(Fields body, Instant now) {
    Instant deadline = body.time("deadline_at");
    if (deadline != null && !deadline.isAfter(now)) {
      throw body.wrong("deadline_at", "must lie ahead");
    }
    return deadline;
  }

  private static Map<String, String> tags(Fields body) {
    Fields tags = body.object("tags");
    Map<String, String> read = new LinkedHashMap<>();
    if (tags != null) {
      if (tags.json().size() > MAX_TAGS) {
        throw body.wrong("tags", "must be at most " + MAX_TAGS);
      }
      tags.json()
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (name.isBlank() || name.length() > MAX_TAG || name.indexOf(':') >= 0) {
                  throw body.wrong(
                      "tags", "must have names of 1 to " + MAX_TAG + " characters without a colon");
                }
                read.put(name, tags.require(name, tags.text(name, MAX_TAG)));
              });
    }
    return read;
  }
}
