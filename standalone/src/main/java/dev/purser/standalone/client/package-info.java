/** How the command talks to a running Purser, and how it prints. */
@NullMarked
package dev.purser.standalone.client;

import org.jspecify.annotations.NullMarked;
