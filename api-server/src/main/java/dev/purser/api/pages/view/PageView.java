package dev.purser.api.pages.view;

import dev.purser.api.pages.session.Visit;
import io.dropwizard.views.common.View;
import java.nio.charset.StandardCharsets;

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

  /** How amounts, shares and times are written. */
  public final Shown shown() {
    return Shown.SHOWN;
  }

  /** Where scripts and styles are. */
  public final AssetPaths assets() {
    return AssetPaths.PATHS;
  }
}
