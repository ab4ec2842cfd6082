package dev.purser.activities.telling;

import dev.purser.activities.messages.Message;
import dev.purser.activities.messages.Sender;
import dev.purser.activities.messages.Target;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes messages to the log, where nothing carries them further. */
public final class LogSender implements Sender {
  private static final Logger log = LoggerFactory.getLogger(LogSender.class);

  /** For every kind of channel. */
  public static Map<Target.Type, Sender> forAll() {
    Map<Target.Type, Sender> senders = new EnumMap<>(Target.Type.class);
    for (Target.Type type : Target.Type.values()) {
      senders.put(type, new LogSender());
    }
    return senders;
  }

  @Override
  public void send(Message message, Target target) {
    log.info("to {}: {}", target, message);
  }
}
