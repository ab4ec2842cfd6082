package dev.purser.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The logging configuration that every process ships, found by Logback before the first line is
 * logged. A logback.xml that an operator brings comes before it.
 */
@ConfiguratorRank(ConfiguratorRank.NOMINAL)
public final class ProcessLogs extends ContextAwareBase implements Configurator {
  /**
   * Only an event begins at the margin: further lines of a message or trace are moved in, since
   * what others wrote may stand there and would forge an event. What a terminal obeys is a question
   * mark.
   */
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSX,UTC} %-5level [%thread] %logger{30} "
          + "%replace(%replace(%msg%n%ex){'[\\p{Cc}\\p{Cf}&&[^\\r\\n\\t]]','?'})"
          + "{'(\\r\\n?|\\n)(?=.|\\s)','\n  '}";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    LogSettings settings = settingsOrDefault(System.getenv());
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setEncoder(encoder(context, settings));
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(settings.level());
    root.addAppender(console);
    context.addTurboFilter(new LibrariesFromInfo());
    context.addTurboFilter(new EndedWorkflows());
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** The start of each process refuses wrong settings; lines written before are in the default. */
  private static LogSettings settingsOrDefault(Map<String, String> environment) {
    try {
      return LogSettings.of(environment);
    } catch (IllegalArgumentException e) {
      return LogSettings.DEFAULT;
    }
  }

  /** Writes events in the form that the settings ask for, dated in UTC. */
  public static Encoder<ILoggingEvent> encoder(LoggerContext context, LogSettings settings) {
    Encoder<ILoggingEvent> encoder = settings.json() ? json() : text();
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json() {
    LogstashEncoder encoder = new LogstashEncoder();
    encoder.setTimeZone("UTC");
    return encoder;
  }

  private static Encoder<ILoggingEvent> text() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern(PATTERN);
    return encoder;
  }
}
