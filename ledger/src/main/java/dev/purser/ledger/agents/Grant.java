package dev.purser.ledger.agents;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.window.Period;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Extra budget for one window.
 *
 * @param startsAt null: the account's whole life
 */
public record Grant(
    UUID id,
    AccountKey account,
    Period period,
    @Nullable Instant startsAt,
    @Nullable Instant expiresAt,
    Usd amount,
    String actor,
    @Nullable String reason,
    Instant createdAt) {}
