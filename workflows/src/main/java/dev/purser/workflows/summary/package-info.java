/** The daily summary: when it is due, and that it goes out. */
@NullMarked
package dev.purser.workflows.summary;

import org.jspecify.annotations.NullMarked;
