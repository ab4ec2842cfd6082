/** What all pages share: the frame, and how money and time are shown. */
@NullMarked
package dev.purser.api.pages.view;

import org.jspecify.annotations.NullMarked;
