package dev.purser.api;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.workflows.Ack;
import dev.purser.workflows.Act;
import dev.purser.workflows.ResumeAct;
import dev.purser.workflows.intent.Claim;
import dev.purser.workflows.intent.Claimed;
import dev.purser.workflows.intent.Controls;
import dev.purser.workflows.intent.GivenBack;
import dev.purser.workflows.intent.Progress;
import dev.purser.workflows.intent.Resolution;
import dev.purser.workflows.messages.ChannelTest;
import dev.purser.workflows.messages.ChannelTested;
import java.util.UUID;

/**
 * What the API asks of the workflows: they own what becomes of an intent and of an agent. Every
 * call answers within a few seconds. It throws {@link dev.purser.ledger.Refused}: NOT_FOUND where
 * there is no such workflow, CONFLICT where the intent has ended, UNAVAILABLE while Temporal is
 * away or nobody runs the workflows.
 */
public interface Workflows {
  Ack pause(UUID intent, Act act);

  Ack kill(UUID intent, Act act);

  Ack resume(UUID intent, ResumeAct release);

  Ack resolve(UUID intent, Resolution resolution);

  /** Takes the intent for a reader of the pull stream, and withdraws it from any worker. */
  Claimed claim(UUID intent, Claim claim);

  /** Nobody takes what was claimed, or may yet be granted: the next one may have it at once. */
  void giveBack(UUID intent, GivenBack claim);

  /** Passes on the agent's word, which the ledger has already. */
  void progress(UUID intent, Progress progress);

  void controls(UUID intent, Controls controls);

  /** The number of the intent's newest delivery, which the ledger may yet have to hear; 0: none. */
  int delivery(UUID intent);

  Ack pause(AgentAddress agent, Act act);

  Ack kill(AgentAddress agent, Act act);

  Ack resume(AgentAddress agent, ResumeAct release);

  /** Has whoever sends messages send a test to a channel, and says what became of it. */
  ChannelTested test(ChannelTest test);

  /** Whether any Temporal worker listens for the agent's intents at this moment. */
  boolean hasWorker(AgentAddress agent);

  /** Whether Temporal answers at this moment. */
  boolean isReachable();
}
