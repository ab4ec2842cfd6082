/** The {@code purser} command. */
@NullMarked
package dev.purser.standalone;

import org.jspecify.annotations.NullMarked;
