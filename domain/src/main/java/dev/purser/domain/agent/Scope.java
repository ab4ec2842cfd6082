package dev.purser.domain.agent;

import java.util.regex.Pattern;

/**
 * All agents under a prefix: {@code *}, {@code agent://org/*} or {@code agent://org/workspace/*}.
 *
 * @param value the prefix with its star
 */
public record Scope(String value) implements Comparable<Scope> {
  private static final Pattern SHAPE =
      Pattern.compile("\\*|agent://[A-Za-z0-9._~@+:-]+(/[A-Za-z0-9._~@+:-]+)?/\\*");

  /** Every agent. */
  public static final Scope ALL = new Scope("*");

  /** Refuses what is not a scope, saying what one looks like. */
  public Scope {
    if (value.length() > 383 || !SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("must be *, agent://org/* or agent://org/workspace/*");
    }
  }

  /**
   * Reads a scope that someone wrote.
   *
   * @throws IllegalArgumentException also of one that no address can stand under, as {@link
   *     AgentAddress#parse} reads them
   */
  public static Scope parse(String text) {
    Scope scope = new Scope(text);
    AgentAddress.requireNoDots(scope.value);
    return scope;
  }

  /** Whether the agent stands under this prefix. */
  public boolean covers(AgentAddress agent) {
    return agent.value().startsWith(prefix());
  }

  /** What the addresses below begin with; empty for every agent. */
  public String prefix() {
    return value.substring(0, value.length() - 1);
  }

  /** Widest first. */
  @Override
  public int compareTo(Scope other) {
    int byLength = Integer.compare(value.length(), other.value.length());
    return byLength != 0 ? byLength : value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
