package dev.purser.activities.messages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.activities.messages.AlertView.Choice;
import dev.purser.activities.messages.AlertView.Fact;
import dev.purser.activities.messages.AlertView.Row;
import dev.purser.ledger.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Messages in Slack's Block Kit, within its limits, since Slack refuses a whole message for one
 * block: 2,000 characters a field, 3,000 a section. Names are cut before they are escaped, so that
 * no escape is cut in two.
 */
final class SlackBlocks {
  private static final int LONGEST_HEADER = 150;
  private static final int LONGEST_LIST = 400;
  private static final int MOST_FIELDS = 10;

  /** Of 50 blocks in a message. */
  private static final int MOST_LINES = 20;

  private final ObjectNode message = Json.MAPPER.createObjectNode();
  private final ArrayNode blocks;

  private SlackBlocks(String headline) {
    // What notifications show, where blocks cannot be.
    message.put("text", escaped(headline));
    blocks = message.putArray("blocks");
    ObjectNode header = block("header").putObject("text");
    header.put("type", "plain_text").put("text", OneLine.shortened(headline, LONGEST_HEADER));
    header.put("emoji", false);
  }

  static ObjectNode of(Message message) {
    SlackBlocks slack;
    if (message instanceof AlertMessage alert) {
      slack = alert(AlertView.of(alert));
    } else if (message instanceof DigestMessage digest) {
      slack = digest(DigestView.of(digest, MOST_LINES));
    } else if (message instanceof SummaryMessage summary) {
      slack = summary(SummaryView.of(summary, MOST_LINES));
    } else {
      slack = test(TestView.of((TestMessage) message));
    }
    slack.context("Purser, event " + OneLine.of(message.eventId()));
    return slack.message;
  }

  private static SlackBlocks alert(AlertView alert) {
    SlackBlocks slack = new SlackBlocks(alert.headline());
    slack.section(escaped(alert.done()));
    slack.fields(alert.facts());
    if (!alert.rows().isEmpty()) {
      slack.section("*Where the money went*\n```" + table(alert.rows()) + "```");
    }
    slack.buttons(alert.choices());
    return slack;
  }

  private static SlackBlocks digest(DigestView digest) {
    SlackBlocks slack = new SlackBlocks(digest.headline());
    digest
        .alerts()
        .forEach(
            alert ->
                slack.section("*" + escaped(alert.headline()) + "*\n" + links(alert.choices())));
    slack.more(digest.more(), "alerts");
    slack.buttons(List.of(view(digest.view())));
    return slack;
  }

  private static SlackBlocks summary(SummaryView summary) {
    SlackBlocks slack = new SlackBlocks(summary.headline());
    summary
        .agents()
        .forEach(
            agent ->
                slack.section(
                    "*"
                        + escaped(agent.name())
                        + "*  "
                        + agent.cost()
                        + " ("
                        + agent.change()
                        + ")"
                        + (agent.models().isEmpty()
                            ? ""
                            : "\n" + escaped(OneLine.shortened(agent.models(), LONGEST_LIST)))
                        + (agent.dearest() == null
                            ? ""
                            : "\nDearest: " + escaped(agent.dearest()))));
    String assumed = summary.total().models();
    slack.context(summary.calendar() + (assumed.isEmpty() ? "" : " All agents: " + assumed + "."));
    slack.buttons(List.of(view(summary.view())));
    return slack;
  }

  private static SlackBlocks test(TestView test) {
    SlackBlocks slack = new SlackBlocks(test.headline());
    slack.section("Asked for by " + escaped(test.who()) + " at " + test.at() + ".");
    slack.buttons(List.of(view(test.view())));
    return slack;
  }

  private void section(String mrkdwn) {
    text(block("section").putObject("text"), mrkdwn);
  }

  private void fields(List<Fact> facts) {
    ArrayNode fields = block("section").putArray("fields");
    facts.stream()
        .limit(MOST_FIELDS)
        .forEach(
            fact -> text(fields.addObject(), "*" + fact.label() + "*\n" + escaped(fact.value())));
  }

  private void context(String mrkdwn) {
    text(block("context").putArray("elements").addObject(), escaped(mrkdwn));
  }

  private void more(int count, String of) {
    if (count > 0) {
      context("and " + count + " more " + of);
    }
  }

  private void buttons(List<Choice> choices) {
    ArrayNode buttons = block("actions").putArray("elements");
    for (Choice choice : choices) {
      ObjectNode button = buttons.addObject().put("type", "button");
      button.putObject("text").put("type", "plain_text").put("text", choice.label());
      button.put("url", choice.url());
      button.put("action_id", choice.kind().name().toLowerCase(Locale.ROOT));
      switch (choice.kind()) {
        case RESUME -> button.put("style", "primary");
        case KILL -> button.put("style", "danger");
        case ACKNOWLEDGE, VIEW -> {}
      }
    }
  }

  private ObjectNode block(String type) {
    return blocks.addObject().put("type", type);
  }

  /** Verbatim: names that look like a channel, a person or an address stay text. */
  private static void text(ObjectNode node, String mrkdwn) {
    node.put("type", "mrkdwn").put("text", mrkdwn).put("verbatim", true);
  }

  private static Choice view(String url) {
    return new Choice(Choice.Kind.VIEW, "View in Purser", url);
  }

  private static String links(List<Choice> choices) {
    return choices.stream()
        .map(choice -> "<" + escaped(choice.url()) + "|" + escaped(choice.label()) + ">")
        .collect(Collectors.joining("  "));
  }

  private static String table(List<Row> rows) {
    int what = rows.stream().mapToInt(row -> row.what().length()).max().orElse(1);
    int cost = rows.stream().mapToInt(row -> row.cost().length()).max().orElse(1);
    String format = "%-" + what + "s  %" + cost + "s  %6s";
    return rows.stream()
        .map(row -> String.format(Locale.ROOT, format, row.what(), row.cost(), row.share()))
        // A name must not end the block it stands in.
        .map(line -> escaped(line.replace('`', '\'')))
        .collect(Collectors.joining("\n"));
  }

  /** The three characters that Slack gives a meaning to. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
