package dev.purser.browser;

import dev.purser.standalone.client.PurserClient;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of the dashboard. What is in {@link #ALL} is looked at by the tests of every page, in
 * every look, and is in the screenshots: a new page is a line there.
 *
 * @param name of its screenshots
 * @param path where it is in the world
 * @param signedIn whether it takes someone who is signed in
 * @param status that it is answered with
 * @param pressed the button that is pressed there before anyone looks; null: none
 * @param whole whether its pictures show all of it, rather than what a window shows
 */
public record Place(
    String name,
    Function<World, String> path,
    boolean signedIn,
    int status,
    @Nullable String pressed,
    boolean whole) {
  /** All of them. */
  public static final List<Place> ALL =
      List.of(
          new Place("sign-in", world -> "/sign-in", false, 200, null, false),
          page("agents", world -> "/").asAWhole(),
          page("agents-none-found", world -> "/?q=nobody"),
          page("agent-active", world -> agent(Company.REVIEWER) + "?span=30d"),
          page("agent-paused", world -> agent(Company.LOOPING)).asAWhole(),
          page("agent-killed", world -> agent(Company.KILLED) + "?span=7d"),
          page("intent-waiting", world -> "/intents/" + world.waiting()).asAWhole(),
          page("intent-completed", world -> "/intents/" + world.completed()),
          page("intent-failed", world -> "/intents/" + world.failed()),
          page("alerts", world -> "/alerts"),
          page("alerts-all", world -> "/alerts?show=all"),
          page("policies", world -> "/policies"),
          page("policy", world -> policy(Company.LOOPING)).asAWhole(),
          page("policy-previewed", world -> policy(Company.LOOPING))
              .pressed("Preview on the last 30 days")
              .asAWhole(),
          page("policy-of-a-scope", world -> policy("agent://northwind/finance/*")),
          page("explore", world -> "/explore"),
          page("explore-by-two", Place::explore),
          page("explore-empty", world -> "/explore?by=day&from=2020-01-01&to=2020-01-31"),
          page("settings", world -> "/settings").asAWhole(),
          new Place("link", World::link, false, 200, null, false),
          new Place("link-tampered", world -> world.link() + "x", false, 404, null, false),
          page("error", world -> "/agents/northwind/nobody").answered(404));

  private static Place page(String name, Function<World, String> path) {
    return new Place(name, path, true, 200, null, false);
  }

  private Place asAWhole() {
    return new Place(name, path, signedIn, status, pressed, true);
  }

  private Place answered(int other) {
    return new Place(name, path, signedIn, other, pressed, whole);
  }

  private Place pressed(String button) {
    return new Place(name, path, signedIn, status, button, whole);
  }

  private static String agent(String address) {
    return "/agents/" + address.substring("agent://".length());
  }

  private static String policy(String owner) {
    return "/policy" + PurserClient.query(Map.of("owner", owner));
  }

  private static String explore(World world) {
    return "/explore?by=agent&then=model&from=2020-01-01&to=2029-12-31";
  }

  @Override
  public String toString() {
    return name;
  }
}
