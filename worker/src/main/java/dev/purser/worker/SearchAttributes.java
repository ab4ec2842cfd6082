package dev.purser.worker;

import dev.purser.workflows.Attributes;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes Temporal know Purser's search attributes. */
public final class SearchAttributes {
  private static final Logger log = LoggerFactory.getLogger(SearchAttributes.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private SearchAttributes() {}

  /**
   * Registers what is missing. Where it may not, as on Temporal Cloud, Purser runs without.
   *
   * @return whether all are there
   */
  public static boolean register(WorkflowClient client) {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(client.getWorkflowServiceStubs().getRawChannel())
                .validateAndBuildWithDefaults());
    String namespace = client.getOptions().getNamespace();
    Set<String> missing = missing(Set.of());
    try {
      missing = missing(known(operator, namespace));
      if (!missing.isEmpty()) {
        add(operator, namespace, missing);
      }
      return true;
    } catch (StatusRuntimeException e) {
      log.warn(
          "Temporal's pages will not show {}: registering search attributes failed: {}",
          missing,
          e.getStatus());
      return false;
    }
  }

  private static Set<String> known(OperatorServiceStubs operator, String namespace) {
    return operator
        .blockingStub()
        .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .listSearchAttributes(
            ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
        .getCustomAttributesMap()
        .keySet();
  }

  private static Set<String> missing(Set<String> known) {
    Set<String> missing = new LinkedHashSet<>();
    Attributes.ALL.stream()
        .map(SearchAttributeKey::getName)
        .filter(name -> !known.contains(name))
        .forEach(missing::add);
    return missing;
  }

  private static void add(OperatorServiceStubs operator, String namespace, Set<String> missing) {
    AddSearchAttributesRequest.Builder request =
        AddSearchAttributesRequest.newBuilder().setNamespace(namespace);
    for (SearchAttributeKey<?> key : Attributes.ALL) {
      if (missing.contains(key.getName())) {
        request.putSearchAttributes(key.getName(), type(key));
      }
    }
    operator
        .blockingStub()
        .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .addSearchAttributes(request.build());
  }

  private static IndexedValueType type(SearchAttributeKey<?> key) {
    return key.getValueType();
  }
}
