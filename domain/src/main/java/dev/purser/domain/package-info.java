/** What the rest of the house decides with: no framework, no I/O, no clock. */
@NullMarked
package dev.purser.domain;

import org.jspecify.annotations.NullMarked;
