package dev.purser.activities.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;

class TestPublicNames {

  @Test
  void aNameKeepsItsPublicNamesOnly() throws UnknownHostException {
    PublicNames names = new PublicNames(answering("10.0.0.1", "1.1.1.1", "::1"));
    assertThat(names.resolve("mixed.example")).containsExactly(InetAddress.getByName("1.1.1.1"));
  }

  @Test
  void aNameWithoutAnyIsRefusedAndOneThatIsUnknownIsUnknown() {
    assertThatThrownBy(() -> new PublicNames(answering("10.0.0.1")).resolve("inside.example"))
        .isInstanceOf(PublicNames.Refused.class);
    assertThatThrownBy(() -> new PublicNames(answering()).resolve("nowhere.example"))
        .isInstanceOf(UnknownHostException.class)
        .isNotInstanceOf(PublicNames.Refused.class);
  }

  static DnsResolver answering(String... literals) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] all = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
          all[i] = InetAddress.getByName(literals[i]);
        }
        return all;
      }

      @Override
      public String resolveCanonicalHostname(String host) {
        return host;
      }
    };
  }
}
