package dev.purser.domain.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestAgentAddress {
  @Test
  void isReadWithAndWithoutItsPrefix() {
    AgentAddress address = new AgentAddress("agent://myorg/production/bot");
    assertThat(AgentAddress.parse("myorg/production/bot")).isEqualTo(address);
    assertThat(AgentAddress.parse("agent://myorg/production/bot")).isEqualTo(address);
    assertThat(address.displayName()).isEqualTo("bot");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "agent://",
        "agent://a",
        "agent://a/",
        "agent:///a",
        "agent://a/b/c/d",
        "agent://a b/c",
        "agent://a/<b>",
        "http://a/b",
        "agent://a//b",
        "agent://a/b\u202e"
      })
  void refusesWhatIsNotOne(String text) {
    assertThatThrownBy(() -> new AgentAddress(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("agent://org/workspace/name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../settings", "agent://./b", "a/../b", "a/b/..", "a/."})
  void readsNoneThatNoLinkLeadsTo(String text) {
    assertThatThrownBy(() -> AgentAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must have no part that is . or .. alone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent://../*", "agent://a/./*"})
  void readsNoScopeThatNoAddressStandsUnder(String text) {
    assertThatThrownBy(() -> Scope.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must have no part that is . or .. alone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b/...", "..a/b.", ".a/b/.c"})
  void readsDotsBesideOtherThings(String text) {
    assertThat(AgentAddress.parse(text).value()).isEqualTo("agent://" + text);
  }

  @Test
  void refusesOneThatIsTooLong() {
    assertThat(new AgentAddress("agent://a/" + "b".repeat(373)).value()).hasSize(383);
    assertThatThrownBy(() -> new AgentAddress("agent://a/" + "b".repeat(374)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsTheScopesAboveIt() {
    AgentAddress address = new AgentAddress("agent://myorg/production/bot");
    List<String> scopes = address.scopes().stream().map(Scope::value).toList();
    assertThat(scopes).containsExactly("*", "agent://myorg/*", "agent://myorg/production/*");
    assertThat(address.scopes()).allMatch(scope -> scope.covers(address));
    assertThat(new Scope("agent://my/*").covers(address)).isFalse();
    assertThat(new AgentAddress("agent://myorg/bot").scopes()).hasSize(2);
  }
}
