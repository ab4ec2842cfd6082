/**
 * The pages of policies: their rules in a form, what they would have done, and all their versions.
 */
@NullMarked
package dev.purser.api.pages.policies;

import org.jspecify.annotations.NullMarked;
