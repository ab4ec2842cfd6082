/** Cost reports: read, handed to Intake, answered with the directive. */
@NullMarked
package dev.purser.api.metrics;

import org.jspecify.annotations.NullMarked;
