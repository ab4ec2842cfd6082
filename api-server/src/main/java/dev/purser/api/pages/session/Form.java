package dev.purser.api.pages.session;

import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/**
 * What someone filled in, in the order of the form's fields; blanks around a value are not part of
 * it.
 */
public final class Form {
  /** The field that says for which visit the form was made. */
  public static final String TOKEN = "form_token";

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private Form() {}

  static Form read(byte[] body) {
    Form form = new Form();
    Fields fields = new Fields(true);
    UrlEncoded.decodeTo(
        new String(body, StandardCharsets.UTF_8), fields::add, StandardCharsets.UTF_8);
    for (Fields.Field field : fields) {
      form.values.put(field.getName(), field.getValues().stream().map(Form::clean).toList());
    }
    return form;
  }

  /** A form that was filled in in the address of a page. */
  public static Form of(MultivaluedMap<String, String> query) {
    Form form = new Form();
    query.forEach(
        (name, values) -> form.values.put(name, values.stream().map(Form::clean).toList()));
    return form;
  }

  /** NUL cannot be stored; browsers send line ends as CR LF. */
  private static String clean(String value) {
    return value.replace("\0", "").replace("\r\n", "\n").strip();
  }

  /** The field's value; null where there is none or it is blank. */
  public @Nullable String text(String name) {
    List<String> all = values.getOrDefault(name, List.of());
    return all.isEmpty() || all.get(0).isEmpty() ? null : all.get(0);
  }

  /** The field's value, or empty text. */
  public String textOrEmpty(String name) {
    String text = text(name);
    return text == null ? "" : text;
  }

  /** All values of a field that may stand there several times, blank ones too. */
  public List<String> all(String name) {
    return new ArrayList<>(values.getOrDefault(name, List.of()));
  }

  /** Whether a box was ticked or a button pressed. */
  public boolean has(String name) {
    return values.containsKey(name);
  }
}
