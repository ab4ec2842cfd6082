package dev.purser.api.pages.session;

import dev.purser.api.Told;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.Values;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Refused;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The form by which a page pauses, resumes or kills: with a reason, and a grant if it resumes. */
public final class ActForm {
  private static final int LONGEST_REASON = 1_000;

  private ActForm() {}

  /** What is paused, resumed or killed. */
  public interface Acts {
    /** Has it wait until someone resumes it. */
    Told pause(String actor, String reason);

    /** Stops it for good. */
    Told kill(String actor, String reason);

    /**
     * Lets it go on.
     *
     * @param grant more for every full window; null: none
     * @param key makes a form that is sent twice count once
     */
    Resumed resume(@Nullable Usd grant, String key, String actor, String reason);
  }

  /**
   * How it stands once it is resumed.
   *
   * @param granted whether there was anything to grant for
   */
  public record Resumed(Told told, boolean granted) {}

  /**
   * Does what the form says.
   *
   * @param subject what it is done to, as a sentence begins
   * @return what it came to, in a sentence; null: it could not be done, and {@code filled} says why
   */
  public static @Nullable String take(Filled filled, String actor, String subject, Acts acts) {
    String reason = filled.required("reason", LONGEST_REASON);
    Usd grant = filled.usd("grant_usd");
    UUID formId = filled.read("form_id", Values::uuid);
    if (!filled.ok()) {
      return null;
    }
    String act = filled.form().textOrEmpty("act");
    try {
      return switch (act) {
        case "pause" -> subject + " is " + acts.pause(actor, reason).status() + ".";
        case "kill" -> subject + " is " + acts.kill(actor, reason).status() + ".";
        case "resume" -> {
          String key = (formId == null ? UUID.randomUUID() : formId).toString();
          Resumed resumed = acts.resume(grant, key, actor, reason);
          String with = resumed.granted() ? ", with " + grant + " more" : "";
          yield subject + " is " + resumed.told().status() + with + ".";
        }
        default -> throw ProblemException.invalid("act", "must be pause, resume or kill");
      };
    } catch (ProblemException | Refused e) {
      boolean noGrant = grant == null && act.equals("resume");
      filled.refused(e, noGrant ? "grant_usd" : "reason");
      return null;
    }
  }
}
