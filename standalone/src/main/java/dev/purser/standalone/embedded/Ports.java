package dev.purser.standalone.embedded;

import dev.purser.standalone.CommandError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on loopback: which are free, and which one a part of this data directory had last time. */
public final class Ports {
  private static final int HIGHEST = 65_535;

  private Ports() {}

  /** The loopback address that everything embedded listens on. */
  public static InetAddress loopback() {
    try {
      return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a server could listen there now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As servers do: a port whose last connections still linger is free.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(loopback(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A free port that the operating system picks. */
  public static int anyFree() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(loopback(), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The port that was asked for.
   *
   * @throws CommandError if it is no port, or taken
   */
  public static int requireFree(int port, String option) {
    if (port < 1 || port > HIGHEST) {
      throw new CommandError(option + " must be a port from 1 to 65535, not " + port);
    }
    if (!isFree(port)) {
      throw new CommandError(
          "port " + port + " is taken; stop what listens there, or choose another with " + option);
    }
    return port;
  }

  /**
   * The port this part had last time, else the preferred one, else any; whichever is free first.
   */
  public static int remembered(DataDirectory directory, String part, int preferred) {
    String name = part + ".port";
    int last = directory.read(name).map(Ports::parse).orElse(0);
    int port = last > 0 && isFree(last) ? last : 0;
    if (port == 0) {
      port = preferred > 0 && isFree(preferred) ? preferred : anyFree();
      directory.write(name, Integer.toString(port));
    }
    return port;
  }

  private static int parse(String text) {
    try {
      int port = Integer.parseInt(text);
      return port > 0 && port <= HIGHEST ? port : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
