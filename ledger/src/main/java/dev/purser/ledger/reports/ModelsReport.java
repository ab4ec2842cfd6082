package dev.purser.ledger.reports;

import dev.purser.domain.money.Usd;
import java.util.List;

/** What each model cost, the dearest first, and all of them. */
public record ModelsReport(List<ModelRow> models, Usd total, Usd assumed) {}
