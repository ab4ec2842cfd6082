/** How the processes log: what level, what form, and what never. */
@NullMarked
package dev.purser.logging;

import org.jspecify.annotations.NullMarked;
