/** How requests are read and answers written: JSON, money, times, errors, lists, event streams. */
@NullMarked
package dev.purser.api.http;

import org.jspecify.annotations.NullMarked;
