package dev.purser.api.pages.view;

import org.webjars.WebJarVersionLocator;

/** Where browsers find scripts and styles: all of them on this server. */
public final class AssetPaths {
  /** The only one: it knows nothing of a page. */
  static final AssetPaths PATHS = new AssetPaths();

  private final String charts;

  private AssetPaths() {
    String file = new WebJarVersionLocator().path("chart.js", "dist/chart.umd.min.js");
    if (file == null) {
      throw new IllegalStateException("the WebJar of chart.js is not on the class path");
    }
    charts = "/webjars/" + file;
  }

  /** The library that draws charts. */
  public String charts() {
    return charts;
  }
}
