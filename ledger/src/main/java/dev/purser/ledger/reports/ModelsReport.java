package dev.purser.ledger.reports;

import dev.purser.domain.money.Usd;
import java.util.List;

/**
 * What models cost.
 *
 * @param models the dearest thousand, the dearest first
 * @param total of all models
 * @param assumed the part of it at assumed prices
 */
public record ModelsReport(List<ModelRow> models, Usd total, Usd assumed) {}
