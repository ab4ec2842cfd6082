package dev.purser.ledger.policies;

import dev.purser.domain.policy.Policy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of an owner's policy.
 *
 * @param policy null: this version deleted it
 * @param actor who wrote it
 */
public record PolicyVersion(
    Owner owner, long version, @Nullable Policy policy, String actor, Instant createdAt) {}
