package dev.purser.api.pages.session;

import dev.purser.api.http.Problem;
import dev.purser.api.http.ProblemMapper;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.money.Usd;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a form field by field, and keeps what is wrong with each for the page to show there. */
public final class Filled {
  private final Form form;
  private final Map<String, String> errors = new LinkedHashMap<>();

  public Filled(Form form) {
    this.form = form;
  }

  /** A field's text, which must be there; empty where it is not. */
  public String required(String name, int longest) {
    String text = form.text(name);
    if (text == null) {
      wrong(name, "is required");
      return "";
    }
    if (text.length() > longest) {
      wrong(name, "must have at most " + longest + " characters");
    }
    return text;
  }

  /** What a reader makes of a field; null where it is blank or wrong. */
  public <T> @Nullable T read(String name, Function<String, T> reader) {
    String text = form.text(name);
    if (text == null) {
      return null;
    }
    try {
      return reader.apply(text);
    } catch (InvalidFieldException e) {
      wrong(name, e.reason());
    } catch (IllegalArgumentException e) {
      wrong(name, String.valueOf(e.getMessage()));
    }
    return null;
  }

  /** What a reader makes of a field that must be there; null where it is not, or is wrong. */
  public <T> @Nullable T chosen(String name, Function<String, T> reader) {
    T read = read(name, reader);
    if (read == null) {
      wrong(name, "is required");
    }
    return read;
  }

  /** Dollars above zero; null where it is blank or wrong. */
  public @Nullable Usd usd(String name) {
    return read(
        name,
        text -> {
          try {
            Usd usd = Usd.of(text.startsWith("$") ? text.substring(1) : text);
            if (usd.isPositive() && MOST.atLeast(usd)) {
              return usd;
            }
          } catch (NumberFormatException | ArithmeticException e) {
            // Not an amount: said below.
          }
          throw new IllegalArgumentException(
              "must be dollars above 0, at most 1000000, like 12.50");
        });
  }

  private static final Usd MOST = Usd.of("1000000");

  /** Says what is wrong with a field; the first word stays. */
  public void wrong(String name, String reason) {
    errors.putIfAbsent(name, reason);
  }

  /**
   * Says what is wrong by a refusal.
   *
   * @param otherwise the field it is said at where the refusal names none
   */
  public void refused(RuntimeException refusal, String otherwise) {
    Problem problem = ProblemMapper.problem(refusal);
    problem.errors().forEach(each -> wrong(each.field(), each.reason()));
    if (problem.errors().isEmpty()) {
      wrong(otherwise, problem.detail());
    }
  }

  /** Whether all is well. */
  public boolean ok() {
    return errors.isEmpty();
  }

  /** What is wrong, by field. */
  public Map<String, String> errors() {
    return errors;
  }

  /** The form itself, to be shown again. */
  public Form form() {
    return form;
  }
}
