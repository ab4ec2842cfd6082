package dev.purser.browser;

import java.util.List;
import java.util.function.Function;

/**
 * A page of the dashboard. What is in {@link #ALL} is looked at by the tests of every page, in
 * every look, and is in the screenshots: a new page is a line there.
 *
 * @param name of its screenshots
 * @param path where it is in the world
 * @param signedIn whether it takes someone who is signed in
 * @param status that it is answered with
 */
public record Place(String name, Function<World, String> path, boolean signedIn, int status) {
  /** All of them. */
  public static final List<Place> ALL =
      List.of(
          new Place("sign-in", world -> "/sign-in", false, 200),
          page("agents", world -> "/"),
          page("agents-none-found", world -> "/?q=nobody"),
          page("agent-active", world -> agent(Company.REVIEWER) + "?span=30d"),
          page("agent-paused", world -> agent(Company.LOOPING)),
          page("agent-killed", world -> agent(Company.KILLED) + "?span=7d"),
          new Place("error", world -> "/agents/northwind/nobody", true, 404));

  private static Place page(String name, Function<World, String> path) {
    return new Place(name, path, true, 200);
  }

  private static String agent(String address) {
    return "/agents/" + address.substring("agent://".length());
  }

  @Override
  public String toString() {
    return name;
  }
}
