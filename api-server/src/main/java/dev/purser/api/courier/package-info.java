/** Between ledger and workflows: the courier carries news, the steward carries people's words. */
@NullMarked
package dev.purser.api.courier;

import org.jspecify.annotations.NullMarked;
