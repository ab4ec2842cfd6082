/** Signing in with a key, and out again. */
@NullMarked
package dev.purser.api.pages.signin;

import org.jspecify.annotations.NullMarked;
