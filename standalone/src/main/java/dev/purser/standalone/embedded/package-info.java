/** PostgreSQL and Temporal on loopback, kept in one folder. */
@NullMarked
package dev.purser.standalone.embedded;

import org.jspecify.annotations.NullMarked;
