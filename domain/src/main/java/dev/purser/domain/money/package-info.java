/** Money as an exact count of nano-dollars. */
@NullMarked
package dev.purser.domain.money;

import org.jspecify.annotations.NullMarked;
