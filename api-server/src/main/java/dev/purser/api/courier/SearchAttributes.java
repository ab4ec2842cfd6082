package dev.purser.api.courier;

import dev.purser.workflows.Attributes;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Whether Temporal knows Purser's search attributes: workflows must not write unknown ones. */
final class SearchAttributes {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final WorkflowClient client;
  private boolean registered;
  private long askAfter = System.nanoTime();

  SearchAttributes(WorkflowClient client) {
    this.client = client;
  }

  /** Once they are there they stay; until then it is asked now and then. */
  synchronized boolean areRegistered() {
    if (!registered && System.nanoTime() - askAfter >= 0) {
      askAfter = System.nanoTime() + ASK_AGAIN.toNanos();
      registered = ask();
    }
    return registered;
  }

  private boolean ask() {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(client.getWorkflowServiceStubs().getRawChannel())
                .validateAndBuildWithDefaults());
    try {
      Set<String> known =
          operator
              .blockingStub()
              .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
              .listSearchAttributes(
                  ListSearchAttributesRequest.newBuilder()
                      .setNamespace(client.getOptions().getNamespace())
                      .build())
              .getCustomAttributesMap()
              .keySet();
      return Attributes.ALL.stream().map(SearchAttributeKey::getName).allMatch(known::contains);
    } catch (StatusRuntimeException e) {
      return false;
    }
  }
}
