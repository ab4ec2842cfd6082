/** Who calls and what they may: keys, roles, rights. */
@NullMarked
package dev.purser.api.auth;

import org.jspecify.annotations.NullMarked;
