package dev.purser.api.auth;

import dev.purser.ledger.Ledger;
import dev.purser.ledger.courier.Bell;
import dev.purser.ledger.keys.Keys;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;

/**
 * Reads the keys anew as soon as one was made or revoked on any server, and every second besides:
 * while the connection that listens is lost, nobody is notified.
 */
public final class KeyListener implements Managed {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final Keys keys;
  private final Bell bell;
  private final Thread thread;
  private volatile boolean running = true;

  public KeyListener(Ledger ledger) {
    this.keys = ledger.keys();
    this.bell = ledger.keysBell();
    this.thread = new Thread(this::listen, "key-listener");
    thread.setDaemon(true);
  }

  @Override
  public void start() {
    thread.start();
  }

  private void listen() {
    try {
      while (running) {
        bell.await(POLL);
        keys.refresh();
      }
    } catch (InterruptedException e) {
      // stop() asks for it.
    }
  }

  @Override
  public void stop() throws InterruptedException {
    running = false;
    thread.interrupt();
    thread.join(STOP_TIMEOUT.toMillis());
    bell.close();
  }
}
