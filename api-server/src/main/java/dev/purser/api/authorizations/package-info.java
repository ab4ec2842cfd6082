/** Asking before spending: authorize, extend, release. */
@NullMarked
package dev.purser.api.authorizations;

import org.jspecify.annotations.NullMarked;
