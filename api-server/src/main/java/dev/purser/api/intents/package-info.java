/** Intents: create, look, act, wait for news. */
@NullMarked
package dev.purser.api.intents;

import org.jspecify.annotations.NullMarked;
