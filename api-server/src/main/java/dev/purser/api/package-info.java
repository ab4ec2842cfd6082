/** The HTTP server: what it is made of, its settings, and what it asks of the workflows. */
@NullMarked
package dev.purser.api;

import org.jspecify.annotations.NullMarked;
