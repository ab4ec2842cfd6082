package dev.purser.activities.messages;

import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Shows mails on the console where no mail server is set, so that nothing goes unsaid. */
final class ConsoleSender implements Sender {
  private static final String BORDER = "-".repeat(72);

  private final Rendering rendering;
  private final Consumer<String> console;

  /**
   * @param console takes a whole mail at a time, so that two never mix
   */
  ConsoleSender(Rendering rendering, Consumer<String> console) {
    this.rendering = rendering;
    this.console = console;
  }

  @Override
  public void send(Message message, Target target) {
    Mail mail = rendering.mail(message);
    console.accept(
        "+"
            + BORDER
            + "\n| E-mail to "
            + OneLine.of(target.address())
            + " (shown here: PURSER_SMTP_URL is not set)"
            + "\n| "
            + mail.subject()
            + "\n|\n"
            + mail.text().strip().lines().map(ConsoleSender::framed).collect(Collectors.joining())
            + "+"
            + BORDER);
  }

  private static String framed(String line) {
    return line.isEmpty() ? "|\n" : "| " + line + "\n";
  }
}
