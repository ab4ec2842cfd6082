package dev.purser.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error as RFC 9457 tells it, with the member {@code error} that AXME's clients read. */
public record Problem(
    String type,
    String title,
    @Schema(description = "The HTTP status") int status,
    String detail,
    @JsonInclude(Include.NON_EMPTY) List<Wrong> errors,
    ErrorInfo error) {

  /** The media type of every error. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY = 429;

  /** A field and what would be right. */
  public record Wrong(String field, String reason) {}

  /** What a program reads. */
  public record ErrorInfo(
      String code, String message, boolean retryable, Map<String, Object> details) {}

  /** A problem whose title is its code in words. */
  public static Problem of(
      int status, String code, String detail, List<Wrong> errors, Map<String, Object> details) {
    boolean retryable = status > SERVER_ERROR || status == TOO_MANY;
    Map<String, Object> kept = new LinkedHashMap<>(details);
    return new Problem(
        "https://purser.dev/problems/" + code.replace('_', '-'),
        title(code),
        status,
        detail,
        errors,
        new ErrorInfo(code, detail, retryable, kept));
  }

  /** A problem with one field. */
  public static Problem field(int status, String code, @Nullable String field, String reason) {
    return field == null
        ? of(status, code, reason, List.of(), Map.of())
        : of(status, code, field + " " + reason, List.of(new Wrong(field, reason)), Map.of());
  }

  private static String title(String code) {
    String words = code.replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
