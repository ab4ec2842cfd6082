/** What a model call costs: usage, published prices and the price of a model that has none. */
@NullMarked
package dev.purser.domain.price;

import org.jspecify.annotations.NullMarked;
