package dev.purser.ledger.messages;

import dev.purser.domain.money.Usd;
import dev.purser.ledger.alerts.Alert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message about an alert tells besides the alert: how things stand now.
 *
 * @param total what was spent in the rule's window, what came late included
 * @param parts where it went, the dearest first and only those: models, or a scope's agents
 * @param late what was taken in the window for calls from before it; it is one of the parts
 * @param assumed what of the window stands at an assumed price
 * @param lastHour what was taken of the account in the last hour; of an intent, what calls of that
 *     hour cost
 * @param held whether something stops the account that a resume could release
 * @param finishes whether work in hand may finish although it paused the account
 * @param stopped whether the account, or the agent, is stopped, by whatever it be
 * @param killable whether there is something left to kill
 * @param grant what a resume should grant; null: nothing
 * @param accounts how many agents, scopes, intents, tasks or trees its incident is about
 */
public record AlertContext(
    Usd total,
    List<Part> parts,
    Usd late,
    Usd assumed,
    Usd lastHour,
    boolean held,
    boolean finishes,
    boolean stopped,
    boolean killable,
    @Nullable Usd grant,
    long accounts) {
  /** Copies the list. */
  public AlertContext {
    parts = List.copyOf(parts);
  }

  /**
   * What its alert's window has by now; null: no more than the alert says, or that is of a rate.
   */
  public @Nullable Usd byNow(Alert alert) {
    boolean more = total.minus(alert.spent()).isPositive();
    return more && alert.rule().burn() == null ? total : null;
  }

  /** Where a part of it went. */
  public record Part(String what, Usd cost) {}
}
