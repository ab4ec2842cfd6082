/** The Friday night, played on a throw-away data directory. */
@NullMarked
package dev.purser.standalone.demo;

import org.jspecify.annotations.NullMarked;
