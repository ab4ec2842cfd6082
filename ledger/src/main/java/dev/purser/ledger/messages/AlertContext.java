package dev.purser.ledger.messages;

import dev.purser.domain.money.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message about an alert tells besides the alert: how things stand now.
 *
 * @param total what was spent in the rule's window, by rollups
 * @param parts where it went, the dearest first and only those: models, or a scope's agents
 * @param lastHour what the account spent in the last hour
 * @param held whether something stops the account that a resume could release
 * @param killable whether there is something left to kill
 * @param grant what a resume should grant; null: nothing
 * @param accounts how many agents, scopes, intents, tasks or trees its incident is about
 */
public record AlertContext(
    Usd total, List<Part> parts, Usd lastHour, boolean held, boolean killable, @Nullable Usd grant, long accounts) {
  /** Copies the list. */
  public AlertContext {
    parts = List.copyOf(parts);
  }

  /** Where a part of it went. */
  public record Part(String what, Usd cost) {}
}
