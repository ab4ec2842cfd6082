/** API keys: hashed in the ledger, held in memory so that they work while PostgreSQL is away. */
@NullMarked
package dev.purser.ledger.keys;

import org.jspecify.annotations.NullMarked;
