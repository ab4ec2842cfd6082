package dev.purser.domain.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An agent's name in the world: {@code agent://org/workspace/name}, or {@code agent://org/name}.
 *
 * @param value the whole address, 3 to 383 characters, beginning with {@code agent://}
 */
public record AgentAddress(String value) implements Comparable<AgentAddress> {
  /** What every address begins with. */
  public static final String PREFIX = "agent://";

  private static final int LONGEST = 383;
  private static final Pattern SHAPE =
      Pattern.compile("agent://[A-Za-z0-9._~@+:-]+(/[A-Za-z0-9._~@+:-]+){1,2}");

  private static final Pattern DOTS = Pattern.compile("/\\.{1,2}(/|$)");

  /** Refuses what is not an address, saying what one looks like. */
  public AgentAddress {
    if (value.length() > LONGEST || !SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "must be agent://org/workspace/name or agent://org/name, of letters, digits and ._~@+:-,"
              + " at most "
              + LONGEST
              + " characters");
    }
  }

  /**
   * Reads an address that someone wrote, with or without {@code agent://}.
   *
   * @throws IllegalArgumentException also of parts that are dots alone, which no link leads to
   */
  public static AgentAddress parse(String text) {
    AgentAddress address = new AgentAddress(text.startsWith(PREFIX) ? text : PREFIX + text);
    requireNoDots(address.value);
    return address;
  }

  /** A browser takes such parts out of a link, which then leads elsewhere. */
  static void requireNoDots(String value) {
    if (DOTS.matcher(value).find()) {
      throw new IllegalArgumentException("must have no part that is . or .. alone");
    }
  }

  /** Every scope that covers this agent, the widest first. */
  public List<Scope> scopes() {
    List<Scope> scopes = new ArrayList<>();
    scopes.add(Scope.ALL);
    for (int slash = value.indexOf('/', PREFIX.length());
        slash >= 0;
        slash = value.indexOf('/', slash + 1)) {
      scopes.add(new Scope(value.substring(0, slash) + "/*"));
    }
    return scopes;
  }

  /** Whether both belong to one organisation, the first segment. */
  public boolean isOfOrganisationOf(AgentAddress other) {
    return organisation().equals(other.organisation());
  }

  private String organisation() {
    int slash = value.indexOf('/', PREFIX.length());
    return slash < 0 ? value : value.substring(0, slash);
  }

  /** The last segment: what a table shows. */
  public String displayName() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  @Override
  public int compareTo(AgentAddress other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
