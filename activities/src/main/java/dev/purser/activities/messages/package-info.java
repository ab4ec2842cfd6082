/** Messages to people and programs: what they say, and how each kind of channel carries them. */
@NullMarked
package dev.purser.activities.messages;

import org.jspecify.annotations.NullMarked;
