package dev.purser.api.pages.settings;

import dev.purser.api.pages.session.Filled;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.PageView;
import dev.purser.ledger.keys.ApiKey.Role;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page of settings. */
public final class SettingsView extends PageView {
  private static final Set<String> WITH_FIELDS = Set.of("make-key", "make-channel", "add-price");

  private final SettingsFacts facts;
  private final @Nullable Filled filled;
  private final @Nullable Secret secret;

  /** Something that is shown this once. */
  public record Secret(String what, String value) {
    /** Without the value. */
    @Override
    public String toString() {
      return what;
    }
  }

  SettingsView(Visit visit, SettingsFacts facts, @Nullable Filled filled, @Nullable Secret secret) {
    super("settings.ftlh", visit, "Settings", "settings");
    this.facts = facts;
    this.filled = filled;
    this.secret = secret;
  }

  @Override
  public @Nullable Filled filled() {
    return filled;
  }

  /** What it shows. */
  public SettingsFacts facts() {
    return facts;
  }

  /** What is shown this once. */
  public @Nullable Secret secret() {
    return secret;
  }

  /** What is wrong and stands at no field: with the whole, or with an act whose form has none. */
  public List<String> problems() {
    if (filled == null) {
      return List.of();
    }
    boolean atFields = WITH_FIELDS.contains(filled.form().textOrEmpty("act"));
    return filled.errors().entrySet().stream()
        .filter(wrong -> wrong.getKey().isEmpty() || !atFields)
        .map(wrong -> (wrong.getKey() + " " + wrong.getValue()).strip())
        .toList();
  }

  /** Roles to choose from. */
  public List<String> roles() {
    return Stream.of(Role.values()).map(Role::wire).toList();
  }

  /** A price in plain digits. */
  public String plain(BigDecimal price) {
    return price.stripTrailingZeros().toPlainString();
  }
}
