package dev.purser.api.pages.session;

import jakarta.inject.Singleton;
import java.util.function.Function;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;
import org.jspecify.annotations.Nullable;

/** Gives pages their {@code @Context Visit} and {@code @Context Form}, as the filter found them. */
public final class PageParams implements ValueParamProvider {
  @Override
  public @Nullable Function<ContainerRequest, ?> getValueProvider(Parameter parameter) {
    if (parameter.getRawType() == Visit.class) {
      return request -> request.getProperty(PageFilter.VISIT);
    }
    return parameter.getRawType() == Form.class
        ? request -> request.getProperty(PageFilter.FORM)
        : null;
  }

  @Override
  public PriorityType getPriority() {
    return Priority.HIGH;
  }

  /** What tells Jersey of it. */
  public static final class Binder extends AbstractBinder {
    @Override
    protected void configure() {
      bind(PageParams.class).to(ValueParamProvider.class).in(Singleton.class);
    }
  }
}
