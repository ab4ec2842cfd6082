package dev.purser.api;

import dev.purser.api.courier.TemporalWorkflows;
import dev.purser.logging.LogSettings;
import io.temporal.envconfig.ClientConfigProfile;

/** The api-server as a process; its settings, and where Temporal is, come from the environment. */
public final class PurserServer {

  private PurserServer() {}

  public static void main(String[] args) throws Exception {
    LogSettings.of(System.getenv()); // refuses what is wrong in them
    new PurserApplication(new TemporalWorkflows(ClientConfigProfile.load()))
        .run("server", PurserApplication.CONFIGURATION);
  }
}
