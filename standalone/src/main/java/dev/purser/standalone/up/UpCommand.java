package dev.purser.standalone.up;

import dev.purser.standalone.embedded.DataDirectory;
import dev.purser.standalone.embedded.TemporalServer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code purser up}: everything in one process, until it is stopped. */
@Command(
    name = "up",
    description = "Starts everything on this machine, on loopback; goes on where it stopped.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nSettings, from the environment:%n",
    footer = {
      "  PURSER_ADMIN_KEY              key of the administrator (default: made at the first start, in DIR/admin.key)",
      "  PURSER_PUBLIC_URL             how people reach it, for links (default: http://127.0.0.1:PORT)",
      "  PURSER_TIMEZONE               calendar of policies that name none, and of the summary (default: UTC)",
      "  PURSER_ASSUMED_PRICE          USD per million tokens in/out of models without a price (default: 15/75)",
      "  PURSER_CLAIM_MINUTES          how long heartbeats keep a claim without naming its intent (default: 30)",
      "  PURSER_MAX_REPORT_USD         most dollars that one report may cost (default: 10000)",
      "  PURSER_SENDS_PER_HOUR         how many intents an agent's key may send to other agents in an hour (default: 1000)",
      "  PURSER_UNLIMITED_ALERT_USD    daily sum at which an agent under no rule raises an alert (default: 5)",
      "  PURSER_SMTP_URL               mail server: smtp://user:password@host:587?starttls=true (default: mails are shown here)",
      "  PURSER_MAIL_FROM              whom mails are from, like Purser <purser@company.com>; needed with PURSER_SMTP_URL",
      "  PURSER_WEBHOOK_SECRET         what webhooks named by a bare URL are signed with (default: not signed)",
      "  PURSER_WEBHOOK_ALLOW_PRIVATE  true: webhooks may go to private and loopback addresses (default: false)",
      "  PURSER_SUMMARY_TO             who is mailed every day what was spent the day before: e-mail addresses, URLs, channels, by commas (default: nobody)",
      "  PURSER_SUMMARY_AT             when, by the clock of PURSER_TIMEZONE (default: 08:00)",
      "  PURSER_HEAP                   most memory of its Java heap (default: 2g)",
      "  PURSER_ADMIN_PORT             port of /health, /ready and /metrics (default: any free one)",
      "  PURSER_ADMIN_BIND             its address (default: 127.0.0.1)",
      "  PURSER_LOG_LEVEL              from which level on log lines are written (default: INFO)",
      "  PURSER_LOG_FORMAT             text or json: one object a line (default: text)",
      "  PURSER_TEMPORAL_UI_URL        Temporal's pages, for links (default: those of the server it starts)",
      "  TEMPORAL_NAMESPACE            with --temporal HOST:PORT (default: default), as Temporal's other TEMPORAL_*",
      "  PURSER_DATABASE_URL           is not read here: up brings its own PostgreSQL"
    })
public final class UpCommand implements Runnable {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the API. Default: ${DEFAULT-VALUE}")
  private int port = 8080;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".purser",
      description = "Where everything is kept. Default: ${DEFAULT-VALUE}")
  private Path data = Path.of(".purser");

  @Option(
      names = "--temporal",
      paramLabel = "CHOICE",
      defaultValue = "auto",
      description =
          TemporalServer.CHOICES
              + ". auto: dev where a temporal executable is on the PATH, else embedded. Default: ${DEFAULT-VALUE}")
  private String temporal = "auto";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.println("purser: starting …");
    err.flush();
    Standalone purser =
        Standalone.start(
            new Standalone.Options(data, port, temporal).withConsole(mail -> show(out, mail)));
    purser.temporal().warning().ifPresent(words -> err.println("purser: warning: " + words));
    err.flush();
    purser.whenLost(
        words -> {
          err.println("purser: " + words);
          err.flush();
          System.exit(1);
        });
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  purser.close();
                  stopped.countDown();
                },
                "stop"));
    out.println(addresses(purser));
    out.flush();
    awaitStop(stopped);
  }

  private static synchronized void show(PrintWriter out, String mail) {
    out.println(mail);
    out.flush();
  }

  private String addresses(Standalone purser) {
    Path key = DataDirectory.adminKeyFile(data);
    return String.join(
        System.lineSeparator(),
        "Purser is up. Ctrl-C stops it; the same command goes on from there.",
        "  Dashboard    " + purser.url() + "/",
        "  API          " + purser.url() + "/v1",
        "  API document " + purser.url() + "/openapi.json",
        "  Health       /health, /ready and /metrics on port " + purser.healthPort(),
        "  Temporal     "
            + purser.temporal().target()
            + " ("
            + purser.temporal().description()
            + ")",
        "  Temporal UI  " + purser.temporal().uiUrl().orElse("none"),
        "  admin key    " + (purser.keyFromEnvironment() ? "PURSER_ADMIN_KEY" : key),
        "  messages     "
            + (purser.sendsMail()
                ? "by mail and webhook"
                : "mails are shown here and on the Alerts page: no PURSER_SMTP_URL is set"),
        "  logs         " + data.resolve("logs"));
  }

  /** Until the shutdown hook has run; the process ends with it. */
  private static void awaitStop(CountDownLatch stopped) {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
