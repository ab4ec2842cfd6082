/** Thresholds and limits that were reached. */
@NullMarked
package dev.purser.api.alerts;

import org.jspecify.annotations.NullMarked;
