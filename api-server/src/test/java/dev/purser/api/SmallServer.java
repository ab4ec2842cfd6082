package dev.purser.api;

import java.io.OutputStream;

/** A server in a process of its own: says where it is, and ends with its standard input. */
final class SmallServer {
  private SmallServer() {}

  public static void main(String[] arguments) throws Exception {
    try (Server server = new Server()) {
      System.out.println("at " + server.base() + " " + server.key("agent", arguments[0]));
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
