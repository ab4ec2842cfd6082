package dev.purser.activities.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import freemarker.cache.ClassTemplateLoader;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/**
 * Messages as mails. HTML is escaped by the templates' kind (.ftlh), not by those who write them.
 */
final class Rendering {
  /** Nobody reads more of them in a mail; all of them stand behind the link. */
  private static final int MOST = 50;

  private final Configuration templates = templates();

  Mail mail(Message message) {
    if (message instanceof AlertMessage alert) {
      AlertView view = AlertView.of(alert);
      return mail("alert", view.headline(), view, message);
    }
    if (message instanceof DigestMessage digest) {
      DigestView view = DigestView.of(digest, MOST);
      return mail("digest", view.headline(), view, message);
    }
    if (message instanceof SummaryMessage summary) {
      SummaryView view = SummaryView.of(summary, MOST);
      return mail("summary", view.headline(), view, message);
    }
    TestView view = TestView.of((TestMessage) message);
    return mail("test", view.headline(), view, message);
  }

  private Mail mail(String template, String headline, Object view, Message message) {
    Map<String, Object> model = Map.of("it", view, "eventId", OneLine.of(message.eventId()));
    return new Mail(
        "[Purser] " + headline,
        filled(template + ".ftl", model),
        filled(template + ".ftlh", model));
  }

  private String filled(String template, Map<String, Object> model) {
    StringWriter text = new StringWriter();
    try {
      templates.getTemplate(template).process(model, text);
    } catch (IOException e) {
      throw new UncheckedIOException(template, e);
    } catch (TemplateException e) {
      throw new IllegalStateException(template, e);
    }
    return text.toString();
  }

  private static Configuration templates() {
    Configuration templates = new Configuration(Configuration.VERSION_2_3_34);
    templates.setTemplateLoader(new ClassTemplateLoader(Rendering.class, ""));
    templates.setDefaultEncoding(UTF_8.name());
    templates.setLocale(Locale.ENGLISH);
    templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    templates.setLogTemplateExceptions(false);
    templates.setWrapUncheckedExceptions(true);
    // No template makes objects of classes.
    templates.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    return templates;
  }
}
