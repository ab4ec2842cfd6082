/** Who calls, what they may and whose spend it is about: keys, roles, rights. */
@NullMarked
package dev.purser.api.auth;

import org.jspecify.annotations.NullMarked;
