package dev.purser.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestMarkdown {
  @Test
  void whatMarkdownWouldReadIsShownAsItIs() {
    assertThat(Markdown.text("$50.01 of $50.00 by gpt_4*|`<a>[b]\\"))
        .isEqualTo("\\$50.01 of \\$50.00 by gpt\\_4\\*\\|\\`\\<a>\\[b]\\\\");
  }
}
