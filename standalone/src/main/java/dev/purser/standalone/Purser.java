package dev.purser.standalone;

import ch.qos.logback.classic.Level;
import dev.purser.standalone.act.GrantCommand;
import dev.purser.standalone.act.KillCommand;
import dev.purser.standalone.act.PauseCommand;
import dev.purser.standalone.act.ResumeCommand;
import dev.purser.standalone.demo.DemoCommand;
import dev.purser.standalone.look.AgentCommand;
import dev.purser.standalone.look.AgentsCommand;
import dev.purser.standalone.look.AlertsCommand;
import dev.purser.standalone.look.IntentsCommand;
import dev.purser.standalone.look.TailCommand;
import dev.purser.standalone.look.WhyCommand;
import dev.purser.standalone.replay.ReplayCommand;
import dev.purser.standalone.setup.KeysCommand;
import dev.purser.standalone.setup.PolicyCommand;
import dev.purser.standalone.setup.PricesCommand;
import dev.purser.standalone.up.UpCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code purser} command: what {@code ./purser} runs. */
@Command(
    name = "purser",
    description = "Meters and limits what AI agents spend.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    version = "purser 0.1.0",
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      ReplayCommand.class,
      AgentsCommand.class,
      AgentCommand.class,
      IntentsCommand.class,
      TailCommand.class,
      WhyCommand.class,
      AlertsCommand.class,
      PauseCommand.class,
      KillCommand.class,
      ResumeCommand.class,
      GrantCommand.class,
      PolicyCommand.class,
      KeysCommand.class,
      PricesCommand.class,
      Purser.TestCommand.class,
      Purser.BenchCommand.class,
      Purser.ScreenshotsCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Commands that look or act talk to PURSER_URL with PURSER_API_KEY; without them,",
      "to the Purser of --data DIR (default .purser) with its DIR/admin.key.",
      "Exit status: 0 done, 1 not done (one line says why), 2 not understood."
    })
public final class Purser {

  private Purser() {}

  public static void main(String[] args) {
    Logs.only(Level.OFF);
    System.exit(commandLine().execute(args));
  }

  /** The command with all its subcommands, ready to execute. */
  public static CommandLine commandLine() {
    return commandLine(HelpLines.width());
  }

  /** The same with lines of help of at most so many characters. */
  static CommandLine commandLine(int helpWidth) {
    CommandLine commandLine = new CommandLine(new Purser());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    HelpLines.install(commandLine, helpWidth);
    commandLine.setExecutionExceptionHandler(oneLine());
    commandLine.setParameterExceptionHandler(Purser::notUnderstood);
    return commandLine;
  }

  private static IExecutionExceptionHandler oneLine() {
    return (exception, commandLine, parsed) -> {
      String message =
          exception instanceof CommandError
              ? exception.getMessage()
              : exception.getClass().getSimpleName() + ": " + exception.getMessage();
      commandLine
          .getErr()
          .println("purser: " + String.valueOf(message).lines().findFirst().orElse(""));
      commandLine.getErr().flush();
      return CommandLine.ExitCode.SOFTWARE;
    };
  }

  private static int notUnderstood(ParameterException exception, String[] args) {
    CommandLine commandLine = exception.getCommandLine();
    PrintWriter err = commandLine.getErr();
    err.println("purser: " + exception.getMessage());
    boolean saysWhatWouldBeRight = exception.getCause() instanceof TypeConversionException;
    if (!saysWhatWouldBeRight && !UnmatchedArgumentException.printSuggestions(exception, err)) {
      err.println("Try 'purser " + helpPath(commandLine) + "--help'.");
    }
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static String helpPath(CommandLine commandLine) {
    CommandLine parent = commandLine.getParent();
    return parent == null ? "" : helpPath(parent) + commandLine.getCommandName() + " ";
  }

  /** {@code purser test} is the script's; it is here for the help text. */
  @Command(name = "test", description = "Run all tests.", mixinStandardHelpOptions = true)
  static final class TestCommand implements Runnable {
    @Override
    public void run() {
      throw new CommandError("start it as ./purser test");
    }
  }

  /** {@code purser bench} is the script's as well: the benchmarks are a module above this one. */
  @Command(
      name = "bench",
      description = "Measure reports and lifecycles on this machine.",
      mixinStandardHelpOptions = true)
  static final class BenchCommand implements Runnable {
    @Override
    public void run() {
      throw new CommandError("start it as ./purser bench");
    }
  }

  /** {@code purser screenshots} is the script's too: a browser is no part of this module. */
  @Command(
      name = "screenshots",
      description = "Take pictures of every page, of a world made for it.",
      mixinStandardHelpOptions = true)
  static final class ScreenshotsCommand implements Runnable {
    @Override
    public void run() {
      throw new CommandError("start it as ./purser screenshots");
    }
  }
}
