package dev.purser.api.pages.policies;

import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.PageView;
import dev.purser.api.policies.PreviewAnswer;
import dev.purser.domain.policy.Policy;
import dev.purser.ledger.policies.Owner;
import dev.purser.ledger.policies.PolicyVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page of one policy. */
public final class PolicyView extends PageView {
  private final Owner owner;
  private final @Nullable PolicyVersion current;
  private final PolicyForm form;
  private final Map<String, String> errors;
  private final List<PolicyVersion> versions;
  private final @Nullable PreviewAnswer preview;
  private final String atOnce;

  /**
   * @param errors what is wrong, by field; under no name: with the whole
   * @param versions the newest first
   * @param preview what the form's rules would have done; null: that was not asked
   * @param atOnce what saving does at once, to be confirmed; empty: nothing that must be
   */
  PolicyView(
      Visit visit,
      Owner owner,
      @Nullable PolicyVersion current,
      PolicyForm form,
      Map<String, String> errors,
      List<PolicyVersion> versions,
      @Nullable PreviewAnswer preview,
      String atOnce) {
    super("policy.ftlh", visit, "Policy of " + owner.value(), "policies");
    this.owner = owner;
    this.current = current;
    this.form = form;
    this.errors = errors;
    this.versions = versions;
    this.preview = preview;
    this.atOnce = atOnce;
  }

  /** What the form's rules would have done. */
  public @Nullable PreviewAnswer preview() {
    return preview;
  }

  /** Whose it is. */
  public Owner owner() {
    return owner;
  }

  /** The version in force; null: there is none. */
  public @Nullable PolicyVersion current() {
    return current;
  }

  /** The number that a change must replace. */
  public long version() {
    return current == null ? 0 : current.version();
  }

  /** A field of the policy itself. */
  public String value(String name) {
    return form.field(name);
  }

  /** The rules, field by field. */
  public List<Map<String, String>> rules() {
    return form.rules();
  }

  /** What saving does at once, to be confirmed; empty: nothing that must be. */
  public String atOnce() {
    return atOnce;
  }

  /** What is wrong with a field; empty: nothing. */
  public String error(String name) {
    return errors.getOrDefault(name, "").replace("max_intents", "intents");
  }

  /** What is wrong with fields that the form does not show one by one. */
  public List<String> otherErrors() {
    List<String> others = new ArrayList<>();
    errors.forEach(
        (field, reason) -> {
          if (field.isEmpty()) {
            others.add(reason);
          } else if (field.matches("rules(\\[[0-9]+])?|when|body")) {
            others.add(field + " " + reason);
          }
        });
    return others;
  }

  /**
   * One version, with what it changed.
   *
   * @param isCurrent whether it is in force
   */
  public record Line(PolicyVersion version, List<String> changes, boolean isCurrent) {}

  /** Every version, the newest first. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      PolicyVersion version = versions.get(i);
      Policy before = i + 1 < versions.size() ? versions.get(i + 1).policy() : null;
      boolean inForce = current != null && current.version() == version.version();
      lines.add(new Line(version, PolicyDiff.of(before, version.policy()), inForce));
    }
    return lines;
  }
}
