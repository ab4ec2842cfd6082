/** Load generators, each with the baseline it is compared with. */
@NullMarked
package dev.purser.bench;

import org.jspecify.annotations.NullMarked;
