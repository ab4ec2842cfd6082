package dev.purser.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.standalone.embedded.Ports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

public final class TestPurser {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void listsItsCommandsInTheHelp() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains(
            "up", "demo", "replay", "agents", "agent", "intents", "tail", "why", "alerts", "pause",
            "kill", "resume", "grant", "policy", "keys", "prices", "test");
  }

  @Test
  void helpIsACommandToo() {
    assertThat(run("help")).isZero();
    String help = out.toString();
    assertThat(help).startsWith("Usage: purser ").contains("  help ");
    out.getBuffer().setLength(0);
    assertThat(run("help", "why")).isZero();
    assertThat(out.toString()).startsWith("Usage: purser why ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "up",
        "demo",
        "replay",
        "agents",
        "agent",
        "intents",
        "tail",
        "why",
        "alerts",
        "pause",
        "kill",
        "resume",
        "grant",
        "policy",
        "policy get",
        "policy set",
        "keys",
        "keys create",
        "keys list",
        "keys delete",
        "prices",
        "prices set",
        "prices unpriced"
      })
  void explainsEachCommand(String command) {
    assertThat(run((command + " --help").strip().split(" ", -1))).isZero();
    assertThat(out.toString())
        .startsWith("Usage: purser " + command)
        .doesNotContain("${")
        .matches("(?s).*\n[A-Z].*\\..*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "up",
        "demo",
        "replay",
        "agents",
        "intents",
        "tail",
        "why",
        "alerts",
        "pause",
        "kill",
        "resume",
        "grant",
        "policy",
        "policy set",
        "keys create",
        "prices",
        "prices set",
        "help"
      })
  void breaksLinesOfHelpBetweenWordsOnly(String command) {
    String narrow = help(command, 80);
    assertThat(narrow.split("\\s+", -1)).isEqualTo(help(command, 5_000).split("\\s+", -1));
    assertThat(narrow.lines().filter(line -> line.length() > 80).filter(line -> !isOneWord(line)))
        .isEmpty();
  }

  private static String help(String command, int width) {
    CommandLine commandLine = Purser.commandLine(width);
    StringWriter text = new StringWriter();
    commandLine.setOut(new PrintWriter(text));
    commandLine.execute((command + " --help").strip().split(" ", -1));
    return text.toString();
  }

  /** Beside what it is about a word may be too long for the line. */
  private static boolean isOneWord(String line) {
    return line.strip().split(" +", -1).length <= 2;
  }

  @Test
  void listsEverySettingInTheHelpOfUp() {
    run("up", "--help");
    assertThat(out.toString())
        .contains(
            "PURSER_ADMIN_KEY",
            "PURSER_DATABASE_URL",
            "PURSER_PUBLIC_URL",
            "PURSER_TIMEZONE",
            "PURSER_ASSUMED_PRICE",
            "PURSER_CLAIM_MINUTES",
            "PURSER_HEAP",
            "PURSER_MAX_REPORT_USD",
            "PURSER_SENDS_PER_HOUR",
            "PURSER_UNLIMITED_ALERT_USD",
            "PURSER_SUMMARY_TO",
            "PURSER_SUMMARY_AT",
            "PURSER_TEMPORAL_UI_URL",
            "TEMPORAL_");
  }

  @Test
  void doesNotUnderstandWhatIsNoCommand() {
    assertThat(run("dashboard")).isEqualTo(2);
    assertThat(err.toString()).startsWith("purser: ").contains("dashboard");
  }

  @Test
  void saysInOneLineThatNothingAnswers() throws Exception {
    Files.writeString(folder.resolve("admin.key"), "secret\n");
    String url = "http://127.0.0.1:" + Ports.anyFree();
    assertThat(run("agents", "--data", folder.toString(), "--url", url)).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "purser: nothing answers at "
                + url
                + " (start it with ./purser up, or set PURSER_URL)");
  }

  @Test
  void saysInOneLineThatThereIsNoKey() {
    assertThat(run("agents", "--data", folder.toString())).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("purser: no key: set PURSER_API_KEY");
  }

  @Test
  void actsOnOneThingOnly() throws Exception {
    Files.writeString(folder.resolve("admin.key"), "secret\n");
    for (List<String> words : List.of(List.of("pause"), List.of("pause", "agent://a/b", "--all"))) {
      err.getBuffer().setLength(0);
      assertThat(run(words.toArray(String[]::new))).isEqualTo(1);
      assertThat(err.toString())
          .isEqualToNormalizingNewlines(
              "purser: name one of: an agent, an intent, --all, --scope PREFIX\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "0", "0.00", "ten", "1e400", "NaN", "$5", "1e-10", "1000000.01"})
  void refusesAGrantThatIsNoAmountBeforeItAsksAnybody(String usd) throws Exception {
    Files.writeString(folder.resolve("admin.key"), "secret\n");
    for (List<String> words :
        List.of(
            List.of("grant", "agent://a/b", usd),
            List.of("resume", "agent://a/b", "--grant", usd))) {
      err.getBuffer().setLength(0);
      assertThat(run(words.toArray(String[]::new))).isEqualTo(2);
      assertThat(err.toString().lines())
          .singleElement()
          .asString()
          .startsWith("purser: ")
          .endsWith(": must be dollars above 0, at most 1000000, such as 2.50, not " + usd);
      assertThat(out.toString()).isEmpty();
    }
  }

  @Test
  void saysInOneLineWhereAPolicyIsNotJson() throws Exception {
    Files.writeString(folder.resolve("admin.key"), "secret\n");
    Path file = Files.writeString(folder.resolve("policy.json"), "{\"rules\":\n [}");
    String data = folder.toString();
    assertThat(run("policy", "set", "agent://a/b", file.toString(), "--data", data)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "purser: "
                + file
                + " is not JSON: at line 2, column 3, a } closes what was not opened by its like\n");
  }

  @Test
  void refusesADataDirectoryThatIsAFile() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(run("up", "--data", file.toString(), "--port", "" + Ports.anyFree())).isEqualTo(1);
    assertThat(err.toString().lines().reduce((a, b) -> b).orElse(""))
        .startsWith("purser: cannot use the data directory " + file);
  }

  private int run(String... words) {
    CommandLine commandLine = Purser.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(words);
  }
}
