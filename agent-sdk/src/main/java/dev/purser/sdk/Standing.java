package dev.purser.sdk;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import org.jspecify.annotations.Nullable;

/**
 * Where the intent stands, as far as this worker has heard.
 *
 * @param directive what Purser last said
 * @param cost what the intent has cost in its whole life
 * @param remaining the least any rule leaves; null: no rule, or not yet heard
 * @param counted whether the ledger had everything reported here when it said so; false while
 *     Purser is away
 */
public record Standing(
    Directive directive, @Nullable Usd cost, @Nullable Usd remaining, boolean counted) {}
