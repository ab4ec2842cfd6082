package dev.purser.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
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
