/** The subcommands for policies, keys and prices. */
@NullMarked
package dev.purser.standalone.setup;

import org.jspecify.annotations.NullMarked;
