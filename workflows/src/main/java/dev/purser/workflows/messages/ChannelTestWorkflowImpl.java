package dev.purser.workflows.messages;

import dev.purser.workflows.Stubs;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TimeoutFailure;

/** One try, and what became of it. */
public final class ChannelTestWorkflowImpl implements ChannelTestWorkflow {
  @Override
  public ChannelTested run(ChannelTest test) {
    try {
      return Stubs.messageAtOnce().test(test);
    } catch (ActivityFailure e) {
      boolean late = e.getCause() instanceof TimeoutFailure;
      return new ChannelTested(
          false, late ? "it did not go out in time" : "it could not be sent now");
    }
  }
}
