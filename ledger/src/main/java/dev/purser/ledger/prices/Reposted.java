package dev.purser.ledger.prices;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far it is to post a model's entries anew at the price that is known now.
 *
 * @param model by its name in reports
 * @param entries how many were counted at an assumed price when it began
 * @param done how many of them were looked at
 * @param reposted how many of those stand at the known price; the others were made when no price
 *     held
 * @param finishedAt null: it goes on
 */
public record Reposted(
    String model,
    String actor,
    Instant startedAt,
    long entries,
    long done,
    long reposted,
    @Nullable Instant finishedAt) {}
