/** Keys: make, list, revoke. */
@NullMarked
package dev.purser.api.keys;

import org.jspecify.annotations.NullMarked;
