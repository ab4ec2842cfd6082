package dev.purser.activities.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.purser.ledger.Json;
import java.util.Map;
import java.util.Set;

/** Posts a message to a Slack incoming webhook, in blocks. */
final class SlackSender implements Sender {
  /** The webhook or its channel is not there any more, or the channel is archived. */
  private static final Set<Integer> GONE = Set.of(404, 410);

  /** Slack says what is wrong in a word. */
  private static final int LONGEST_REASON = 200;

  private final Poster poster;

  SlackSender(Poster poster) {
    this.poster = poster;
  }

  @Override
  public void send(Message message, Target target) throws NotDelivered {
    byte[] body = Json.write(SlackBlocks.of(message)).getBytes(UTF_8);
    Poster.Answer answer = poster.post(target.address(), body, Map.of(), LONGEST_REASON);
    if (answer.isSuccess()) {
      return;
    }
    String reason = ("Slack answered " + answer.status() + " " + answer.beginning()).strip();
    throw GONE.contains(answer.status())
        ? NotDelivered.everAgain(reason)
        : NotDelivered.yet(reason, null);
  }
}
