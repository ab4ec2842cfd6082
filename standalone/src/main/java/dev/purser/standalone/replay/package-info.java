/** Traces of real requests, run through Purser. */
@NullMarked
package dev.purser.standalone.replay;

import org.jspecify.annotations.NullMarked;
