/** Who is signed in: visits, forms, sign-in and sign-out. */
@NullMarked
package dev.purser.api.pages.session;

import org.jspecify.annotations.NullMarked;
