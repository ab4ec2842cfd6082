package dev.purser.workflows.agent;

import io.temporal.activity.ActivityInterface;

/** Carries an agent's status to its open intents. */
@ActivityInterface
public interface FanOutActivities {
  /**
   * Signals every open intent of the agent until none is left that has not heard; heartbeats its
   * progress, stops when cancelled.
   *
   * @return how many were signalled
   */
  long fanOut(String address, AgentNews news);
}
