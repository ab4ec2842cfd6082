package dev.purser.domain.policy;

import dev.purser.domain.agent.AgentStatus;

/** What an intent and the code working on it must do now; the later the stricter. */
public enum Directive {
  /** Go on. */
  CONTINUE,
  /** Stop here and wait to be resumed. */
  PARK,
  /** Stop for good. */
  KILL;

  /** The stricter of the two. */
  public Directive or(Directive other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** What an agent is that must do this: the stricter of its status and what this demands. */
  public AgentStatus upon(AgentStatus status) {
    AgentStatus demanded =
        switch (this) {
          case CONTINUE -> AgentStatus.ACTIVE;
          case PARK -> AgentStatus.PAUSED;
          case KILL -> AgentStatus.KILLED;
        };
    return status.compareTo(demanded) >= 0 ? status : demanded;
  }
}
