/** Tells open pages that something has changed. */
@NullMarked
package dev.purser.api.pages.live;

import org.jspecify.annotations.NullMarked;
