/** The page of one intent. */
@NullMarked
package dev.purser.api.pages.intents;

import org.jspecify.annotations.NullMarked;
