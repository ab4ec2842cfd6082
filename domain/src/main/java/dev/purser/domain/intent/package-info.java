/** The life of an intent: its states, its holds, and the one function that moves it on. */
@NullMarked
package dev.purser.domain.intent;

import org.jspecify.annotations.NullMarked;
