package dev.purser.api.courier;

import com.codahale.metrics.MetricRegistry;
import dev.purser.api.Closing;
import dev.purser.api.PurserApplication;
import dev.purser.api.PurserConfiguration;
import dev.purser.api.Workflows;
import dev.purser.ledger.Ledger;
import io.dropwizard.core.setup.Environment;
import io.temporal.client.WorkflowClient;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.Locale;

/** The workflows on a Temporal server: a courier that tells them, and a steward that asks them. */
public final class TemporalWorkflows implements PurserApplication.WorkflowsFactory {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private final ClientConfigProfile profile;

  /**
   * @param profile where Temporal is and how to get in, as its environment variables say it
   */
  public TemporalWorkflows(ClientConfigProfile profile) {
    this.profile = profile;
  }

  @Override
  public Workflows connect(
      PurserConfiguration configuration, Ledger ledger, Environment environment) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            TemporalDoor.impatient(profile.toWorkflowServiceStubsOptions()));
    WorkflowClient client =
        WorkflowClient.newInstance(stubs, TemporalDoor.speaking(profile.toWorkflowClientOptions()));
    environment.lifecycle().manage(new Closing(stubs::shutdownNow));
    MetricRegistry metrics = environment.metrics();
    Steward steward = new Steward(ledger, client, CourierSettings.DEFAULT, ANSWER_WITHIN);
    environment.lifecycle().manage(new Closing(steward));
    environment
        .lifecycle()
        .manage(
            new Courier(
                ledger,
                client,
                CourierSettings.DEFAULT,
                event ->
                    metrics
                        .counter("purser.courier." + event.name().toLowerCase(Locale.ROOT))
                        .inc()));
    return steward;
  }
}
