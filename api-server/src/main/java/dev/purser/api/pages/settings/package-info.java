/** The page of settings: keys, channels, prices. */
@NullMarked
package dev.purser.api.pages.settings;

import org.jspecify.annotations.NullMarked;
