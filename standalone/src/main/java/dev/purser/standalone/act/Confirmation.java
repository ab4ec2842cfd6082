package dev.purser.standalone.act;

import dev.purser.standalone.CommandError;
import dev.purser.standalone.client.Terminal;
import java.io.PrintWriter;
import java.util.Locale;

/** Says what will happen and asks, unless the answer was given beforehand. */
final class Confirmation {
  private Confirmation() {}

  /**
   * Returns if the person agrees.
   *
   * @throws CommandError if not, or if there is nobody to ask
   */
  static void ask(PrintWriter out, String what, boolean yes) {
    out.println(what);
    out.flush();
    if (yes) {
      return;
    }
    if (!Terminal.isThere()) {
      throw new CommandError("nothing done: there is no terminal to ask at; add --yes");
    }
    out.print("Go on? [y/N] ");
    out.flush();
    if (!Terminal.readLine().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new CommandError("nothing done");
    }
  }
}
