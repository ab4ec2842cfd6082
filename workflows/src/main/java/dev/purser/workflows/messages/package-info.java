/** Messages to people and programs, as workflows have them sent. */
@NullMarked
package dev.purser.workflows.messages;

import org.jspecify.annotations.NullMarked;
