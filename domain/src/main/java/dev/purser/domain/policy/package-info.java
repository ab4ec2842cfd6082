/** Policies: rules, what they look at, and what the engine decides. */
@NullMarked
package dev.purser.domain.policy;

import org.jspecify.annotations.NullMarked;
