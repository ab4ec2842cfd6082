package dev.purser.api;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.workflows.Ack;
import dev.purser.workflows.Act;
import dev.purser.workflows.ResumeAct;
import dev.purser.workflows.delivery.Delivery;
import dev.purser.workflows.intent.Claim;
import dev.purser.workflows.intent.Claimed;
import dev.purser.workflows.intent.Controls;
import dev.purser.workflows.intent.GivenBack;
import dev.purser.workflows.intent.Progress;
import dev.purser.workflows.intent.Resolution;
import dev.purser.workflows.messages.ChannelTest;
import dev.purser.workflows.messages.ChannelTested;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Says yes to everything, for tests of the HTTP side alone. */
public final class StandInWorkflows implements Workflows {
  private final Set<UUID> claimed = ConcurrentHashMap.newKeySet();

  /** How intents were ended. */
  public final Map<UUID, Resolution> resolved = new ConcurrentHashMap<>();

  /** Claims in the order they came, and those that were given back. */
  public final Queue<Claim> claims = new ConcurrentLinkedQueue<>();

  public final Queue<GivenBack> givenBack = new ConcurrentLinkedQueue<>();

  /** What happens while a claim is on its way. */
  public volatile Runnable onTheWay = () -> {};

  /** What happens before an intent is resolved. */
  public volatile Runnable beforeResolving = () -> {};

  @Override
  public Ack pause(UUID intent, Act act) {
    return new Ack("WAITING", true, true, null);
  }

  @Override
  public Ack kill(UUID intent, Act act) {
    return new Ack("CANCELED", true, true, null);
  }

  @Override
  public Ack resume(UUID intent, ResumeAct release) {
    return new Ack("SUBMITTED", true, true, null);
  }

  @Override
  public Ack resolve(UUID intent, Resolution resolution) {
    beforeResolving.run();
    resolved.put(intent, resolution);
    return new Ack(String.valueOf(resolution.status()), true, true, null);
  }

  @Override
  public Claimed claim(UUID intent, Claim claim) {
    claims.add(claim);
    onTheWay.run();
    if (!claimed.add(intent)) {
      return new Claimed(false, null, "taken", true);
    }
    Delivery delivery =
        new Delivery(
            intent.toString(),
            "",
            1,
            null,
            null,
            "{}",
            null,
            Map.of(),
            null,
            0,
            null,
            null,
            null,
            30_000,
            250_000_000L);
    return new Claimed(true, delivery, null, true);
  }

  @Override
  public void giveBack(UUID intent, GivenBack claim) {
    givenBack.add(claim);
    claimed.remove(intent);
  }

  @Override
  public void progress(UUID intent, Progress progress) {}

  @Override
  public void controls(UUID intent, Controls controls) {}

  @Override
  public int delivery(UUID intent) {
    return claimed.contains(intent) ? 1 : 0;
  }

  @Override
  public Ack pause(AgentAddress agent, Act act) {
    return new Ack("PAUSED", true, true, null);
  }

  @Override
  public Ack kill(AgentAddress agent, Act act) {
    return new Ack("KILLED", true, true, null);
  }

  @Override
  public Ack resume(AgentAddress agent, ResumeAct release) {
    return new Ack("ACTIVE", true, true, null);
  }

  @Override
  public ChannelTested test(ChannelTest test) {
    return test.channel().equals("away")
        ? new ChannelTested(false, "connection refused")
        : new ChannelTested(true, null);
  }

  @Override
  public boolean hasWorker(AgentAddress agent) {
    return false;
  }

  @Override
  public boolean isReachable() {
    return true;
  }
}
