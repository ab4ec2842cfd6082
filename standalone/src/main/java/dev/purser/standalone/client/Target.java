package dev.purser.standalone.client;

import dev.purser.standalone.CommandError;
import java.util.UUID;

/** What a subcommand was pointed at: an intent by its id, or an agent by its address. */
public final class Target {
  private Target() {}

  /** Whether the word is an intent's id. */
  public static boolean isIntent(String word) {
    try {
      // UUID.fromString is lenient about lengths; an id is written in full.
      return word.length() == 36 && UUID.fromString(word) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The path of an agent in the API; {@code agent://} may be left out. */
  public static String agentPath(String word) {
    return "/v1/mesh/agents/" + PurserClient.encode(address(word));
  }

  /** The full address of an agent. */
  public static String address(String word) {
    String address = word.startsWith("agent://") ? word : "agent://" + word;
    if (!address.substring("agent://".length()).contains("/")) {
      throw new CommandError(
          "\"" + word + "\" is neither an agent's address (agent://org/name) nor an intent's id");
    }
    return address;
  }

  /** The path of an intent in the API. */
  public static String intentPath(String id) {
    return "/v1/intents/" + id;
  }
}
