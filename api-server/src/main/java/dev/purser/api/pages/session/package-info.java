/** Who looks at pages, and what they may: visits, their cookies, their forms. */
@NullMarked
package dev.purser.api.pages.session;

import org.jspecify.annotations.NullMarked;
