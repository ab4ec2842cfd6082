package dev.purser.activities.messages;

/**
 * A test of a channel in words.
 *
 * @param who asked for it
 */
public record TestView(String headline, String who, String at, String view) {
  static TestView of(TestMessage test) {
    return new TestView(
        "Channel " + OneLine.of(test.channel(), 60) + " works",
        OneLine.of(test.actor(), 60),
        Words.time(test.at()),
        test.view().toString());
  }
}
