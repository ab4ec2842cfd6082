/** Telling people and programs of alerts: what is said, to whom, and what becomes of it. */
@NullMarked
package dev.purser.activities.telling;

import org.jspecify.annotations.NullMarked;
