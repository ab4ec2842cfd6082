package dev.purser.domain.agent;

/** Whether an agent may work. */
public enum AgentStatus {
  /** It works. */
  ACTIVE,
  /** Its intents wait; new ones are taken and parked. */
  PAUSED,
  /** Its intents were canceled; new ones are refused. */
  KILLED
}
