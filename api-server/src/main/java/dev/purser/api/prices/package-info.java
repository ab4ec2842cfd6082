/** Prices: look, add, and what has none. */
@NullMarked
package dev.purser.api.prices;

import org.jspecify.annotations.NullMarked;
