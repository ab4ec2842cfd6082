/** Whether the parts are there, and figures for Prometheus. */
@NullMarked
package dev.purser.api.health;

import org.jspecify.annotations.NullMarked;
