package dev.purser.activities.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestOneLine {

  @Test
  void breaksAndControlsBecomeOneSpace() {
    assertThat(OneLine.of("a\r\n\tb\u0085c\u2028d\u2029e\u0000f")).isEqualTo("a b c d e f");
  }

  @Test
  void marksOfDirectionAndOtherInvisibleOnesAreDropped() {
    assertThat(OneLine.of("a\u202Eb\u2066c\u200Fd\u061Ce\uFEFFf\u00ADg")).isEqualTo("abcdefg");
  }

  @Test
  void lettersOfEveryScriptAndWhatJoinsThemStay() {
    String text = "שלום नमस्ते می\u200cخواهم 👩\u200d🚀";
    assertThat(OneLine.of(text)).isEqualTo(text);
  }

  @Test
  void aBrokenCharacterIsNotPassedOn() {
    assertThat(OneLine.of("a\uD83Db")).isEqualTo("a?b");
  }

  @Test
  void isCutBetweenCharacters() {
    assertThat(OneLine.of("👩👩👩👩👩", 4)).isEqualTo("👩...");
    assertThat(OneLine.of("abcd", 4)).isEqualTo("abcd");
  }
}
