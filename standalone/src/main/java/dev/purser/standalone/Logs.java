package dev.purser.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import dev.purser.logging.LogSettings;
import dev.purser.logging.ProcessLogs;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where log lines go: the terminal is for people, so they go to a file or nowhere. */
public final class Logs {
  private Logs() {}

  /** Keeps the configured appenders, at this level. */
  static void only(Level level) {
    root().setLevel(level);
  }

  /** Sends all lines to this file and to nothing else; three older ones of 20 MB are kept. */
  public static void toFile(Path file, LogSettings settings) {
    Logger root = root();
    LoggerContext context = root.getLoggerContext();
    root.detachAndStopAllAppenders();
    root.setLevel(settings.level());

    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(ProcessLogs.encoder(context, settings));

    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(3);
    rolling.start();

    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(FileSize.valueOf("20MB"));
    trigger.start();

    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(trigger);
    appender.start();
    root.addAppender(appender);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
