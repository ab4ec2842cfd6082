package dev.purser.api.auth;

import jakarta.inject.Inject;
import jakarta.ws.rs.core.SecurityContext;
import java.util.function.Supplier;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.process.internal.RequestScoped;

/** Gives resource methods their {@code @Context Caller}. */
public final class CallerFactory implements Supplier<Caller> {
  private final SecurityContext security;

  @Inject
  public CallerFactory(SecurityContext security) {
    this.security = security;
  }

  @Override
  public Caller get() {
    return (Caller) security.getUserPrincipal();
  }

  /** What tells Jersey of it. */
  public static final class Binder extends AbstractBinder {
    @Override
    protected void configure() {
      bindFactory(CallerFactory.class).to(Caller.class).in(RequestScoped.class);
    }
  }
}
