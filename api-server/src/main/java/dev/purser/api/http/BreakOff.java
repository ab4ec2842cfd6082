package dev.purser.api.http;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.glassfish.jersey.internal.util.collection.Ref;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Breaks off the connection where a streamed answer fails after some of it was written: Jersey
 * would end it properly, and a part would pass for the whole.
 */
public final class BreakOff implements WriterInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(BreakOff.class);

  private final Provider<Ref<HttpServletRequest>> request;

  /**
   * @param request the one that is answered now, itself and no proxy of it
   */
  @Inject
  public BreakOff(Provider<Ref<HttpServletRequest>> request) {
    this.request = request;
  }

  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    if (!(context.getEntity() instanceof StreamingOutput)) {
      context.proceed();
      return;
    }
    Noting out = new Noting(context.getOutputStream());
    context.setOutputStream(out);
    try {
      context.proceed();
    } catch (IOException e) {
      hangUp(out, e);
      LOG.info("The reader of a streamed answer is gone: {}", e.toString());
    } catch (RuntimeException e) {
      hangUp(out, e);
      LOG.error("A streamed answer broke off", e);
    }
  }

  /** Of what was not begun the exception makes a proper answer. */
  private <E extends Exception> void hangUp(Noting out, E why) throws E {
    if (!out.written) {
      throw why;
    }
    ServletContextRequest.getServletContextRequest(request.get().get())
        .getServletChannel()
        .abort(why);
  }

  /** Notes whether there was anything to write. */
  private static final class Noting extends FilterOutputStream {
    private boolean written;

    Noting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      written = true;
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      written = true;
      out.write(bytes, from, length);
    }
  }
}
