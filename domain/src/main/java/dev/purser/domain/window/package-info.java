/** The calendar of limits: periods and the windows they have in a time zone. */
@NullMarked
package dev.purser.domain.window;

import org.jspecify.annotations.NullMarked;
