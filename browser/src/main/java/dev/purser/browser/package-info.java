/** A real browser on the dashboard: a world worth looking at, its pages, and pictures of them. */
@NullMarked
package dev.purser.browser;

import org.jspecify.annotations.NullMarked;
