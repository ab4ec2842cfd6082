package dev.purser.api.pages.view;

import dev.purser.api.PurserConfiguration;
import io.dropwizard.views.common.ViewBundle;
import java.util.Map;

/** How templates are rendered: what is broken in one is an error, never a part of a page. */
public final class Templates extends ViewBundle<PurserConfiguration> {
  /** The media type of pages. */
  public static final String HTML = "text/html;charset=UTF-8";

  @Override
  public Map<String, Map<String, String>> getViewConfiguration(PurserConfiguration configuration) {
    return Map.of(
        "freemarker",
        Map.of(
            "url_escaping_charset", "UTF-8",
            "template_exception_handler", "rethrow",
            "log_template_exceptions", "false",
            "number_format", "computer"));
  }
}
