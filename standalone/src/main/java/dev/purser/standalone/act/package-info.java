/** The subcommands that stop, release and grant. */
@NullMarked
package dev.purser.standalone.act;

import org.jspecify.annotations.NullMarked;
