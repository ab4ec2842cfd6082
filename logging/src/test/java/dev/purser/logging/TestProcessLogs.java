package dev.purser.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestProcessLogs {
  private final LoggerContext context = new LoggerContext();

  @Test
  void writesLinesOfInfoByDefault() {
    new ProcessLogs().configure(context);
    assertThat(context.getLogger("dev.purser.api").isInfoEnabled()).isTrue();
    assertThat(context.getLogger("dev.purser.api").isDebugEnabled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.grpc.netty.shaded.io.grpc.netty.NettyClientHandler",
        "io.netty.handler.codec.http2",
        "org.eclipse.jetty.http.HttpParser",
        "io.temporal.internal",
        "org.postgresql.core.v3",
        "jdk.httpclient.HttpClient"
      })
  void keepsLibrariesFromWritingWhatTheySend(String library) {
    new ProcessLogs().configure(context);
    context.getLogger("ROOT").setLevel(Level.TRACE);
    context.getLogger(library).setLevel(Level.TRACE);
    assertThat(context.getLogger(library).isDebugEnabled()).isFalse();
    assertThat(context.getLogger(library).isTraceEnabled()).isFalse();
    assertThat(context.getLogger(library).isInfoEnabled()).isTrue();
    assertThat(context.getLogger("dev.purser.ledger.Ledger").isDebugEnabled()).isTrue();
  }

  @Test
  void leavesOutWhatEveryKillBringsAbout() {
    new ProcessLogs().configure(context);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    context.getLogger("ROOT").addAppender(lines);
    Exception ended = new IllegalStateException("NOT_FOUND: workflow execution already completed");
    Exception again = new IllegalStateException("INVALID_ARGUMENT: UnhandledCommand");
    Logger activities = context.getLogger("io.temporal.internal.worker.ActivityWorker");
    Logger workflows = context.getLogger("io.temporal.internal.worker.WorkflowWorker");
    activities.warn("not reported: {}, {}, {}", "a", "b", "c", ended);
    activities.warn("not reported", ended);
    workflows.warn("not reported", again);
    assertThat(lines.list).isEmpty();
    activities.warn("not reported", again);
    workflows.warn("not reported", new IllegalStateException("UNAVAILABLE"));
    workflows.error("not reported", again);
    context.getLogger("dev.purser.worker").warn("not reported", ended);
    activities.warn("without a cause");
    assertThat(lines.list).hasSize(5);
  }

  @Test
  void noTextOfOthersBeginsAnEventOrReachesTheTerminal() {
    Exception failed =
        new IllegalStateException("no agent\n2026-01-01T00:00:00.000Z ERROR [main] forged");
    String text =
        written("a\r\nforged\rforged\u001b[31m\u009b31m\u202e\u0007 \ttab \ud83d\ude00", failed);
    assertThat(text).containsPattern("^20[^ ]+Z WARN {2}\\[[^]]+] here a\n {2}forged\n {2}forged");
    assertThat(text).contains("forged?[31m?31m?? \ttab \ud83d\ude00\n  java.lang.Ill");
    assertThat(text.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("  "));
    assertThat(text).endsWith("\n").contains("\tat dev.purser.logging.TestProcessLogs");
    assertThat(written("plain", null)).endsWith(" here plain\n");
  }

  private String written(String message, @Nullable Exception failed) {
    LoggingEvent event =
        new LoggingEvent("", context.getLogger("here"), Level.WARN, message, failed, null);
    return new String(
        ProcessLogs.encoder(context, LogSettings.DEFAULT).encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void readsLevelAndFormat() {
    assertThat(LogSettings.of(Map.of())).isEqualTo(LogSettings.DEFAULT);
    assertThat(LogSettings.of(Map.of("PURSER_LOG_LEVEL", "", "PURSER_LOG_FORMAT", "")))
        .isEqualTo(LogSettings.DEFAULT);
    assertThat(LogSettings.of(Map.of("PURSER_LOG_LEVEL", "warn", "PURSER_LOG_FORMAT", "json")))
        .isEqualTo(new LogSettings(Level.WARN, true));
  }

  @Test
  void refusesWhatItDoesNotKnowNamingTheVariable() {
    assertThatThrownBy(() -> LogSettings.of(Map.of("PURSER_LOG_FORMAT", "xml")))
        .hasMessage("PURSER_LOG_FORMAT must be text or json, not xml");
    assertThatThrownBy(() -> LogSettings.of(Map.of("PURSER_LOG_LEVEL", "LOUD")))
        .hasMessage("PURSER_LOG_LEVEL must be OFF, ERROR, WARN, INFO, DEBUG or TRACE, not LOUD");
  }
}
