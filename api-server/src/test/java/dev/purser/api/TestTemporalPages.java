package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestTemporalPages {
  private static final UUID ID = UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020100");

  @Test
  void leadToTheWorkflowInItsNamespace() {
    assertThat(new TemporalPages("http://127.0.0.1:8233/", "default").ofIntent(ID))
        .isEqualTo("http://127.0.0.1:8233/namespaces/default/workflows/intent%2F" + ID);
    assertThat(new TemporalPages("https://temporal.company.com/ui", "a b/c").ofIntent(ID))
        .isEqualTo("https://temporal.company.com/ui/namespaces/a%20b%2Fc/workflows/intent%2F" + ID);
  }
}
