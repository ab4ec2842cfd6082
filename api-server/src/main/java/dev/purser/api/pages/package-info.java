/** The dashboard: pages rendered here, for people; they do what the API does, by the same desks. */
@NullMarked
package dev.purser.api.pages;

import org.jspecify.annotations.NullMarked;
