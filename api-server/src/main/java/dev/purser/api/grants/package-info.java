/** Extra budget for current windows, of agents and of intents: give, look, take back. */
@NullMarked
package dev.purser.api.grants;

import org.jspecify.annotations.NullMarked;
