package dev.purser.ledger.alerts;

import static dev.purser.ledger.Facts.BOT;
import static dev.purser.ledger.Facts.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Page;
import dev.purser.ledger.Refused;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.policies.PolicyJson;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestAlerts {
  private static final Rule RULE = Rule.of(Period.DAY, Usd.of("50"), Action.PAUSE);
  private static final UUID INTENT = UUID.randomUUID();

  private Ledger ledger;
  private Facts facts;
  private Alerts alerts;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger).agent(BOT).agent(OTHER);
    alerts = ledger.alerts();
    decision(80);
    decision(100);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void tellsWhatWasReachedAndWhoWasTold() {
    Page<Alert> page = alerts.list(BOT, true, 1, null);
    Alert limit = page.items().get(0);
    assertThat(limit.threshold()).isEqualTo(100);
    assertThat(limit.account()).isEqualTo(AccountKey.agent(BOT));
    assertThat(limit.rule()).isEqualTo(RULE);
    assertThat(limit.windowStart()).isNull();
    assertThat(limit.limit()).isEqualTo(Usd.of("50"));
    assertThat(limit.told())
        .extracting(Alert.Told::addressee, Alert.Told::status)
        .containsExactly(tuple("ops@company.com", "pending"));
    assertThat(alerts.list(BOT, null, 9, page.next()).items())
        .extracting(Alert::threshold)
        .containsExactly(80);
    assertThat(alerts.list(OTHER, null, 9, null).items()).isEmpty();
    assertThat(alerts.ofIntent(INTENT)).extracting(Alert::threshold).containsExactly(80, 100);
  }

  @Test
  void theFirstToAcknowledgeStaysOnRecord() {
    Alert alert = alerts.list(null, null, 1, null).items().get(0);
    alerts.acknowledge(alert.id(), "seen", "ann");
    Alert again = alerts.acknowledge(alert.id(), "me too", "bob");
    assertThat(again.acknowledgedBy()).isEqualTo("ann");
    assertThat(again.comment()).isEqualTo("seen");
    assertThat(alerts.list(null, true, 9, null).items()).hasSize(1);
    assertThat(alerts.list(null, false, 9, null).items()).hasSize(1);
    assertThatThrownBy(() -> alerts.acknowledge(99, null, "ann")).isInstanceOf(Refused.class);
  }

  private void decision(int threshold) {
    facts.execute(
        "with i as (insert into incident (kind, holder_id, since, rule, alerts, last_id, open)"
            + " select 'account', c.id, '-infinity', 'key', 1, ?, true from account c where c.name = ?"
            + " on conflict (kind, holder_id, since, rule) do update"
            + " set alerts = incident.alerts + 1, last_id = excluded.last_id returning id)"
            + " insert into decision (account_id, raised_key, threshold, action, enforced,"
            + " policy_owner, policy_version, rule, spent, limit_nanos, agent_id, intent_id, at,"
            + " incident_id, gravity)"
            + " select c.id, ?, ?, 'pause', true, c.name, 1, cast(? as jsonb), 1, 50000000000, g.id,"
            + " ?, now(), i.id, 0 from i, account c join agent g on g.id = c.agent_id"
            + " where c.name = ?",
        (long) threshold,
        BOT.value(),
        "key " + threshold,
        threshold,
        PolicyJson.write(RULE).toString(),
        INTENT,
        BOT.value());
    facts.execute(
        "insert into notification (decision_id, addressee)"
            + " select max(id), 'ops@company.com' from decision");
  }
}
