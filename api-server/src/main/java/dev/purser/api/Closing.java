package dev.purser.api;

import io.dropwizard.lifecycle.Managed;

/** Closes something when the server stops. */
public record Closing(AutoCloseable what) implements Managed {
  @Override
  public void stop() throws Exception {
    what.close();
  }
}
