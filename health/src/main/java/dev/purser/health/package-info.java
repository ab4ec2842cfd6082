/** Liveness, readiness and metrics of a process, on a port of their own. */
@NullMarked
package dev.purser.health;

import org.jspecify.annotations.NullMarked;
