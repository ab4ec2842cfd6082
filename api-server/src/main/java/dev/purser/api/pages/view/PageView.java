package dev.purser.api.pages.view;

import dev.purser.api.pages.session.Filled;
import dev.purser.api.pages.session.Visit;
import io.dropwizard.views.common.View;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A page: its own part by a template of its package, around it the frame that all share. */
public abstract class PageView extends View {
  private final Visit visit;
  private final String title;
  private final String section;

  /**
   * @param template beside the class
   * @param section the entry of the navigation that it belongs to; empty: none
   */
  protected PageView(String template, Visit visit, String title, String section) {
    super(template, StandardCharsets.UTF_8);
    this.visit = visit;
    this.title = title;
    this.section = section;
  }

  /** Who looks at it. */
  public final Visit visit() {
    return visit;
  }

  /** What it is called. */
  public final String title() {
    return title;
  }

  /** The entry of the navigation that it belongs to. */
  public final String section() {
    return section;
  }

  /** A form that was not taken, to be shown again with what is wrong; null: none. */
  public @Nullable Filled filled() {
    return null;
  }

  /**
   * Whether the form of this act was not taken, and stands there again whatever else may be done.
   */
  public final boolean shownAgain(String act) {
    Filled filled = filled();
    return filled != null && filled.form().textOrEmpty("act").equals(act);
  }

  /** Makes a form that is sent twice count once. */
  public final UUID formId() {
    return UUID.randomUUID();
  }

  /** How amounts, shares and times are written. */
  public final Shown shown() {
    return Shown.SHOWN;
  }

  /** Where scripts and styles are. */
  public final AssetPaths assets() {
    return AssetPaths.PATHS;
  }
}
