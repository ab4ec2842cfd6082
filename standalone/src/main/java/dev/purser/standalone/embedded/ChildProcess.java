package dev.purser.standalone.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes by their ids: the ones that outlived the JVM that started them. */
final class ChildProcess {
  private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);

  private ChildProcess() {}

  /**
   * The process with this id, if it lives and its command's name contains the word: ids are used
   * again, and a stranger is left alone.
   */
  static Optional<ProcessHandle> find(long pid, String word) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().command().orElse("").contains(word));
  }

  /** Asks the process to end with this signal, then ends it. Returns once it is gone. */
  static void stop(ProcessHandle process, String signal, Duration patience) {
    log.info("stopping process {} with SIG{}", process.pid(), signal);
    if (!signal(process, signal) || !awaitEnd(process, patience)) {
      log.warn("process {} did not end in {}; killing it", process.pid(), patience);
      process.destroyForcibly();
      awaitEnd(process, patience);
    }
  }

  private static boolean signal(ProcessHandle process, String signal) {
    try {
      return new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether it ended in this time. */
  static boolean awaitEnd(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }
}
