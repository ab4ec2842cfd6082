/** The pages that signed links of messages open: they ask before they act. */
@NullMarked
package dev.purser.api.pages.links;

import org.jspecify.annotations.NullMarked;
