/** Policies of agents and scopes, with their versions. */
@NullMarked
package dev.purser.api.policies;

import org.jspecify.annotations.NullMarked;
