/** The subcommands that only look. */
@NullMarked
package dev.purser.standalone.look;

import org.jspecify.annotations.NullMarked;
