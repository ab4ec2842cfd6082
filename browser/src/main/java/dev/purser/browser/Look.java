package dev.purser.browser;

import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;

/** How a window looks: light or dark, as wide as a desk's or as narrow as a phone's. */
public enum Look {
  LIGHT_WIDE(ColorScheme.LIGHT, Look.WIDE),
  LIGHT_NARROW(ColorScheme.LIGHT, Look.NARROW),
  DARK_WIDE(ColorScheme.DARK, Look.WIDE),
  DARK_NARROW(ColorScheme.DARK, Look.NARROW);

  /** As high as every window is. */
  public static final int HEIGHT = 900;

  private static final int WIDE = 1280;
  private static final int NARROW = 390;

  private final ColorScheme scheme;
  private final int width;

  Look(ColorScheme scheme, int width) {
    this.scheme = scheme;
    this.width = width;
  }

  ColorScheme scheme() {
    return scheme;
  }

  /** In CSS pixels. */
  public int width() {
    return width;
  }

  boolean isWide() {
    return width == WIDE;
  }

  /** As file names spell it: light-wide. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
