/** The description of the API, made from its resources. */
@NullMarked
package dev.purser.api.openapi;

import org.jspecify.annotations.NullMarked;
