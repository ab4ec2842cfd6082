package dev.purser.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.standalone.CommandError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestPorts {
  @TempDir Path folder;

  @Test
  void saysInOneLineThatAPortIsTaken() throws IOException {
    try (ServerSocket taken = listen()) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> Ports.requireFree(port, "--port"))
          .isInstanceOf(CommandError.class)
          .hasMessage(
              "port " + port + " is taken; stop what listens there, or choose another with --port");
    }
  }

  @Test
  void refusesWhatIsNoPort() {
    assertThatThrownBy(() -> Ports.requireFree(70_000, "--port"))
        .isInstanceOf(CommandError.class)
        .hasMessage("--port must be a port from 1 to 65535, not 70000");
  }

  @Test
  void givesAPartTheSamePortAgain() {
    try (DataDirectory directory = DataDirectory.open(folder)) {
      int port = Ports.remembered(directory, "part", 0);
      assertThat(Ports.remembered(directory, "part", 0)).isEqualTo(port);
    }
  }

  @Test
  void takesAnotherPortWhereTheLastOneIsTaken() throws IOException {
    try (DataDirectory directory = DataDirectory.open(folder);
        ServerSocket taken = listen()) {
      directory.write("part.port", Integer.toString(taken.getLocalPort()));
      assertThat(Ports.remembered(directory, "part", 0))
          .isPositive()
          .isNotEqualTo(taken.getLocalPort());
    }
  }

  private static ServerSocket listen() throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(Ports.loopback(), 0));
    return socket;
  }
}
