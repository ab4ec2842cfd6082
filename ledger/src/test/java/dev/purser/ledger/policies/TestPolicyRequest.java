package dev.purser.ledger.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.InFlight;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.policy.Unpriced;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Json;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestPolicyRequest {
  private static final Owner BOT = Owner.of(new AgentAddress("agent://myorg/bot"));
  private static final ZoneId UTC = ZoneId.of("UTC");

  @Test
  void readsThePolicyOfTheStoryAsItIsWritten() {
    Policy policy =
        parse(
            """
            {"rules": [{"period": "day", "limit_usd": 50.00, "action": "pause",
                        "notify": ["ops@company.com"]},
                       {"period": "intent", "limit_usd": 5.00, "action": "alert",
                        "notify": ["ops@company.com"]}]}
            """);
    assertThat(policy.zone()).isEqualTo(UTC);
    assertThat(policy.rules())
        .extracting(Rule::period, Rule::limit, Rule::action, Rule::warnAt, Rule::addressees)
        .containsExactly(
            tuple(Period.DAY, Usd.of("50"), Action.PAUSE, List.of(80), List.of("ops@company.com")),
            tuple(
                Period.INTENT, Usd.of("5"), Action.ALERT, List.of(80), List.of("ops@company.com")));
  }

  @Test
  void readsEveryPart() {
    Policy policy =
        PolicyRequest.parse(
            Owner.of(Scope.ALL),
            json(
                """
                {"rules": [{"period": "hour", "max_intents": 3, "action": "block", "warn_at": [],
                            "resume": "next_period", "mode": "observe"},
                           {"period": "week", "limit_usd": "0.30000000000000004",
                            "action": "kill"},
                           {"period": "month", "limit_usd": null, "action": "alert"}],
                 "timezone": "Asia/Kathmandu", "in_flight": "finish", "unpriced": "block",
                 "offline_usd": 0.5, "mode": "observe", "applies": "total"}
                """),
            UTC);
    assertThat(policy.applies()).isEqualTo(Applies.TOTAL);
    assertThat(policy.zone()).isEqualTo(ZoneId.of("Asia/Kathmandu"));
    assertThat(policy.inFlight()).isEqualTo(InFlight.FINISH);
    assertThat(policy.unpriced()).isEqualTo(Unpriced.BLOCK);
    assertThat(policy.offline()).isEqualTo(Usd.of("0.5"));
    assertThat(policy.mode()).isEqualTo(Mode.OBSERVE);
    assertThat(policy.rules().get(0).maxIntents()).isEqualTo(3);
    assertThat(policy.rules().get(0).resume()).isEqualTo(Resume.NEXT_PERIOD);
    assertThat(policy.rules().get(0).mode()).isEqualTo(Mode.OBSERVE);
    assertThat(policy.rules().get(0).warnAt()).isEmpty();
    assertThat(policy.rules().get(1).limit()).isEqualTo(Usd.of("0.3"));
    assertThat(policy.rules().get(2).limit()).isNull();
  }

  @Test
  void whatIsWrittenIsReadBackAsItWas() {
    Policy policy =
        parse(
            """
            {"rules": [{"period": "task", "limit_usd": 5, "action": "pause", "warn_at": [50, 80]},
                       {"period": "day", "max_intents": 10, "action": "block", "mode": "enforce"}],
             "offline_usd": 2}
            """);
    JsonNode stored = json(PolicyJson.write(policy).toString());
    assertThat(PolicyJson.read(policy.owner(), 0, stored)).isEqualTo(policy);
    assertThat(PolicyRequest.rules(stored.get("rules"))).isEqualTo(policy.rules());
  }

  @Test
  void readsARuleOfTheBurnRateAndWritesItBackAsItWas() {
    Policy policy =
        parse(
            """
            {"rules": [{"when": "burn", "usd_per_hour": 20, "over_minutes": 15, "action": "pause",
                        "notify": ["ops"], "resume": "next_period", "mode": "observe"},
                       {"when": "burn", "usd_per_hour": "0.5", "action": "alert"},
                       {"when": "limit", "period": "day", "limit_usd": 50, "action": "pause"}]}
            """);
    assertThat(policy.rules().get(0))
        .isEqualTo(
            Rule.burn(
                new BurnLimit(Usd.of("20"), 15),
                Action.PAUSE,
                List.of("ops"),
                Resume.NEXT_PERIOD,
                Mode.OBSERVE));
    assertThat(policy.rules().get(1))
        .isEqualTo(Rule.burn(new BurnLimit(Usd.of("0.5"), 5), Action.ALERT));
    assertThat(policy.rules().get(2)).isEqualTo(Rule.of(Period.DAY, Usd.of("50"), Action.PAUSE));
    JsonNode stored = json(PolicyJson.write(policy).toString());
    assertThat(stored.get("rules").get(0).toString())
        .isEqualTo(
            "{\"when\":\"burn\",\"usd_per_hour\":20,\"over_minutes\":15,\"action\":\"pause\","
                + "\"notify\":[\"ops\"],\"resume\":\"next_period\",\"mode\":\"observe\"}");
    assertThat(PolicyJson.read(policy.owner(), 0, stored)).isEqualTo(policy);
    assertThat(PolicyRequest.rules(stored.get("rules"))).isEqualTo(policy.rules());
  }

  @Test
  void aRuleRecordedBeforeThereWereBurnRatesIsReadAsItWas() {
    JsonNode recorded =
        json(
            "{\"period\": \"day\", \"limit_usd\": 50, \"action\": \"pause\", \"warn_at\": [80],"
                + " \"notify\": [], \"resume\": \"manual\"}");
    assertThat(PolicyJson.readRule(recorded))
        .isEqualTo(Rule.of(Period.DAY, Usd.of("50"), Action.PAUSE));
  }

  @Test
  void aBodyOfALaterProgramIsReadAsFarAsItIsKnown() {
    Policy policy = PolicyJson.read("agent://a/b", 7, json("{\"rules\": [], \"later\": 1}"));
    assertThat(policy.version()).isEqualTo(7);
    assertThat(policy.mode()).isEqualTo(Mode.ENFORCE);
  }

  @Test
  void theFlatFormBecomesRules() {
    Policy policy =
        parse(
            """
            {"max_intents_per_day": 100, "max_intents_per_hour": 10, "max_cost_per_day_usd": 50,
             "action_on_breach": "require_approval"}
            """);
    assertThat(policy.rules()).extracting(Rule::action).containsOnly(Action.PAUSE);
    assertThat(policy.rules())
        .extracting(Rule::key)
        .containsExactly("day $50.00 pause", "day 100 intents pause", "hour 10 intents pause");
    assertThat(parse("{\"max_cost_per_day_usd\": 1}").rules().get(0).action())
        .isEqualTo(Action.BLOCK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | body",
        "{} | rules",
        "{'rules': 1} | rules",
        "{'rules': [1]} | rules[0]",
        "{'rules': [], 'rule': 1} | rule",
        "{'rules': [], 'applies': 'total'} | applies",
        "{'rules': [], 'max_cost_per_day_usd': 1} | rules",
        "{'rules': [], 'timezone': 'Mars/Olympus'} | timezone",
        "{'rules': [], 'timezone': 1} | timezone",
        "{'rules': [], 'in_flight': 'maybe'} | in_flight",
        "{'rules': [], 'unpriced': 'maybe'} | unpriced",
        "{'rules': [], 'offline_usd': -1} | offline_usd",
        "{'rules': [], 'mode': 'maybe'} | mode",
        "{'rules': [{'period': 'day', 'limit_usd': 1, 'action': 'alert', 'notify': ['not ok']}]}"
            + " | rules[0].notify",
        "{'rules': [{'period': 'day', 'limit_usd': 1, 'action': 'alert', 'notify': ['a\\r\\nb@c']}]}"
            + " | rules[0].notify",
        "{'max_cost_per_day_usd': 1, 'action_on_breach': 'pause'} | action_on_breach",
        "{'max_intents_per_day': -1} | max_intents_per_day",
        "{'rules': [{'limit_usd': 1, 'action': 'pause'}]} | rules[0].period",
        "{'rules': [{'period': 'year', 'limit_usd': 1, 'action': 'pause'}]} | rules[0].period",
        "{'rules': [{'period': 'day', 'action': 'pause'}]} | rules[0].limit_usd",
        "{'rules': [{'period': 'day', 'limit_usd': 1}]} | rules[0].action",
        "{'rules': [{'period': 'day', 'limit_usd': 1, 'action': 'stop'}]} | rules[0].action",
        "{'rules': [{'period': 'day', 'limit_usd': -1, 'action': 'kill'}]} | rules[0].limit_usd",
        "{'rules': [{'period': 'day', 'limit_usd': 1e999999999, 'action': 'kill'}]} |"
            + " rules[0].limit_usd",
        "{'rules': [{'period': 'day', 'limit_usd': 'NaN', 'action': 'kill'}]} | rules[0].limit_usd",
        "{'rules': [{'period': 'day', 'limit_usd': true, 'action': 'kill'}]} | rules[0].limit_usd",
        "{'rules': [{'period': 'day', 'max_intents': 1.5, 'action': 'kill'}]} |"
            + " rules[0].max_intents",
        "{'rules': [{'period': 'task', 'max_intents': 1, 'action': 'kill'}]} |"
            + " rules[0].max_intents",
        "{'rules': [{'period': 'day', 'limit_usd': 1, 'action': 'kill', 'warn_at': [100]}]} |"
            + " rules[0].warn_at",
        "{'rules': [{'period': 'day', 'limit_usd': 1, 'action': 'kill', 'warn_at': [0]}]} |"
            + " rules[0].warn_at",
        "{'rules': [{'period': 'day', 'limit_usd': 1, 'action': 'kill', 'warn_at': 80}]} |"
            + " rules[0].warn_at",
        "{'rules': [{'period': 'day', 'limit_usd': 1, 'action': 'kill', 'notify': 'me'}]} |"
            + " rules[0].notify",
        "{'rules': [{'period': 'tree', 'limit_usd': 1, 'action': 'pause',"
            + " 'resume': 'next_period'}]} | rules[0].resume",
        "{'rules': [{'period': 'day', 'limit_usd': 1, 'action': 'kill', 'when': 1}]} |"
            + " rules[0].when",
        "{'rules': [{'when': 'often', 'usd_per_hour': 1, 'action': 'kill'}]} | rules[0].when",
        "{'rules': [{'when': 'burn', 'action': 'kill'}]} | rules[0].usd_per_hour",
        "{'rules': [{'when': 'burn', 'usd_per_hour': 0, 'action': 'kill'}]} |"
            + " rules[0].usd_per_hour",
        "{'rules': [{'when': 'burn', 'usd_per_hour': 'x', 'action': 'kill'}]} |"
            + " rules[0].usd_per_hour",
        "{'rules': [{'when': 'burn', 'usd_per_hour': 1}]} | rules[0].action",
        "{'rules': [{'when': 'burn', 'usd_per_hour': 1, 'action': 'block'}]} | rules[0].action",
        "{'rules': [{'when': 'burn', 'usd_per_hour': 1, 'over_minutes': 0, 'action': 'kill'}]} |"
            + " rules[0].over_minutes",
        "{'rules': [{'when': 'burn', 'usd_per_hour': 1, 'over_minutes': 61, 'action': 'kill'}]} |"
            + " rules[0].over_minutes",
        "{'rules': [{'when': 'burn', 'usd_per_hour': 1, 'over_minutes': 2.5, 'action': 'kill'}]} |"
            + " rules[0].over_minutes",
        "{'rules': [{'when': 'burn', 'usd_per_hour': 1, 'over_minutes': 4294967301,"
            + " 'action': 'kill'}]} | rules[0].over_minutes",
        "{'rules': [{'when': 'burn', 'usd_per_hour': 1, 'period': 'hour', 'action': 'kill'}]} |"
            + " rules[0].period",
        "{'rules': [{'when': 'burn', 'usd_per_hour': 1, 'limit_usd': 1, 'action': 'kill'}]} |"
            + " rules[0].limit_usd",
        "{'rules': [{'when': 'burn', 'usd_per_hour': 1, 'max_intents': 1, 'action': 'kill'}]} |"
            + " rules[0].max_intents",
        "{'rules': [{'when': 'burn', 'usd_per_hour': 1, 'warn_at': [], 'action': 'kill'}]} |"
            + " rules[0].warn_at",
        "{'rules': [{'period': 'day', 'limit_usd': 1, 'over_minutes': 5, 'action': 'kill'}]} |"
            + " rules[0].over_minutes",
        "{'rules': [{'when': 'limit', 'period': 'day', 'usd_per_hour': 5, 'action': 'kill'}]} |"
            + " rules[0].usd_per_hour",
        "{'rules': [{'when': 'burn', 'usd_per_hour': 1, 'action': 'kill', 'color': 1}]} |"
            + " rules[0].color",
      })
  void namesTheFieldThatIsWrong(String body, String field) {
    InvalidFieldException wrong =
        catchThrowableOfType(InvalidFieldException.class, () -> parse(body.replace('\'', '"')));
    assertThat(wrong).isNotNull();
    assertThat(wrong.field()).isEqualTo(field);
    assertThat(wrong.reason()).isNotBlank();
  }

  @Test
  void aTotalHasCalendarPeriodsOnly() {
    InvalidFieldException wrong =
        catchThrowableOfType(
            InvalidFieldException.class,
            () ->
                PolicyRequest.parse(
                    Owner.of(Scope.ALL),
                    json(
                        "{\"rules\": [{\"period\": \"intent\", \"limit_usd\": 1,"
                            + " \"action\": \"pause\"}], \"applies\": \"total\"}"),
                    UTC));
    assertThat(wrong.field()).isEqualTo("rules[0].period");
  }

  private static Policy parse(String body) {
    return PolicyRequest.parse(BOT, json(body), UTC);
  }

  private static JsonNode json(String text) {
    return Json.read(text, JsonNode.class);
  }
}
