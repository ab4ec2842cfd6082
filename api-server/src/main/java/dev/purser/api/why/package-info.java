/** Why something stands where it stands, in words, with what would move it. */
@NullMarked
package dev.purser.api.why;

import org.jspecify.annotations.NullMarked;
