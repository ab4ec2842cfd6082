/** Costs by whatever one wants to know, over any stretch of time. */
@NullMarked
package dev.purser.api.pages.explore;

import org.jspecify.annotations.NullMarked;
