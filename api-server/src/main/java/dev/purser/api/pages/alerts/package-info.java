/** The page of alerts: what was reached, what was done, who was told. */
@NullMarked
package dev.purser.api.pages.alerts;

import org.jspecify.annotations.NullMarked;
