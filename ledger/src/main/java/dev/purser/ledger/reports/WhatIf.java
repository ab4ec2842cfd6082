package dev.purser.ledger.reports;

import dev.purser.domain.money.Usd;

/**
 * What a share of one model's calls would have cost with another.
 *
 * @param cost what the share did cost
 * @param wouldCost what it would have cost, by the other's prices; without what is not repriced
 * @param saving of what is repriced; negative where it would have been dearer
 * @param notRepriced the part of the cost that no price or no tokens are known for
 */
public record WhatIf(Usd cost, Usd wouldCost, Usd saving, Usd notRepriced) {}
