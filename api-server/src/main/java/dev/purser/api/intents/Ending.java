package dev.purser.api.intents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.api.auth.Caller;
import dev.purser.api.http.Fields;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.ledger.Json;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an intent ends, by what a body says of it.
 *
 * @param outcome what came of it, or the error of one that failed; null: nothing is said
 * @param reason in words
 */
record Ending(IntentStatus status, @Nullable JsonNode outcome, @Nullable String reason) {
  private static final Set<IntentStatus> ENDS =
      Set.of(IntentStatus.COMPLETED, IntentStatus.FAILED, IntentStatus.CANCELED);

  /** What a body may say that releases an intent, or answers a question that it waits with. */
  private static final Set<String> RELEASING =
      Set.of("reason", "grant_usd", "task_result", "approve_current_step", "actor");

  /** What AXME's clients ask for beside a release; it is not what came of the work. */
  private static final Set<String> NOT_DONE = Set.of("expected_policy_generation", "next_handler");

  private static final int LONGEST_REASON = 1000;

  /** As {@code resolve} has it: a status, with a result, an error or a reason. */
  static Ending resolved(Fields fields) {
    fields.requireNoneBut(Set.of("status", "result", "error", "reason", "actor"));
    IntentStatus status = fields.require("status", fields.parsed("status", Ending::status));
    JsonNode result = said(fields.json(), "result");
    if (status == IntentStatus.COMPLETED) {
      return new Ending(status, result, fields.text("reason"));
    }
    JsonNode error = said(fields.json(), "error");
    return new Ending(status, error == null ? result : error, why(fields.json()));
  }

  private static IntentStatus status(String text) {
    for (IntentStatus end : ENDS) {
      if (end.name().equals(text.toUpperCase(Locale.ROOT))) {
        return end;
      }
    }
    throw new IllegalArgumentException("must be COMPLETED, FAILED or CANCELED");
  }

  /**
   * As {@code resume} has it: an action with whatever came of the work beside it, or that alone.
   *
   * @return null: the body releases the intent
   */
  static @Nullable Ending resumed(Fields fields, Caller caller) {
    ObjectNode rest = fields.json().deepCopy();
    rest.remove("action");
    if (fields.has("action")) {
      IntentStatus status = fields.require("action", fields.parsed("action", Ending::action));
      return status == IntentStatus.COMPLETED ? completed(rest) : failed(rest);
    }
    fields.requireNone(NOT_DONE);
    if (said(rest, "result") != null || said(rest, "outcome") != null) {
      return completed(rest);
    }
    String more = beyondRelease(rest);
    if (more == null) {
      return null;
    }
    if (caller.isAgent()) {
      return completed(rest);
    }
    throw fields.wrong(
        more, "is not known here: releasing takes reason and grant_usd, ending it an action");
  }

  private static IntentStatus action(String text) {
    return switch (text) {
      case "complete" -> IntentStatus.COMPLETED;
      case "fail" -> IntentStatus.FAILED;
      default -> throw new IllegalArgumentException("must be complete or fail");
    };
  }

  /** Every field is kept. */
  private static Ending completed(ObjectNode rest) {
    return new Ending(IntentStatus.COMPLETED, kept(rest, "result"), words(rest.get("reason")));
  }

  private static Ending failed(ObjectNode rest) {
    boolean onlyWhy = rest.size() == 1 && words(rest.get("reason")) != null;
    return new Ending(IntentStatus.FAILED, onlyWhy ? null : kept(rest, "error"), why(rest));
  }

  /** The field of that name where nothing but a reason stands beside it, else all of them. */
  private static @Nullable JsonNode kept(ObjectNode rest, String name) {
    JsonNode named = said(rest, name);
    boolean alone = rest.size() == (rest.has("reason") ? 2 : 1);
    if (named != null && alone) {
      return named;
    }
    return rest.isEmpty() ? null : rest;
  }

  private static @Nullable String beyondRelease(ObjectNode rest) {
    for (Iterator<String> names = rest.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!RELEASING.contains(name) && rest.hasNonNull(name)) {
        return name;
      }
    }
    return null;
  }

  /** In words: a reason, the error's message, or the error as it stands. */
  private static @Nullable String why(ObjectNode json) {
    for (String name : new String[] {"reason", "error"}) {
      JsonNode value = said(json, name);
      if (value != null) {
        String message = words(value.isObject() ? value.get("message") : value);
        return message == null ? Json.write(value) : message;
      }
    }
    return null;
  }

  /** Text that can stand as a reason; whatever cannot is kept with the rest. */
  private static @Nullable String words(@Nullable JsonNode value) {
    return value != null
            && value.isTextual()
            && !value.textValue().isBlank()
            && value.textValue().length() <= LONGEST_REASON
        ? value.textValue()
        : null;
  }

  private static @Nullable JsonNode said(ObjectNode json, String name) {
    JsonNode value = json.get(name);
    return value == null || value.isNull() ? null : value;
  }
}
