package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Balance;
import dev.purser.ledger.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/** What was counted for an account, in its whole life or in one window, within the transaction. */
final class Sums {
  private Usd posted;
  private Usd pending;
  private Usd granted;
  private long grants;
  private long intents;

  private Sums(Usd posted, Usd pending, Usd granted, long grants, long intents) {
    this.posted = posted;
    this.pending = pending;
    this.granted = granted;
    this.grants = grants;
    this.intents = intents;
  }

  static Sums none() {
    return new Sums(Usd.ZERO, Usd.ZERO, Usd.ZERO, 0, 0);
  }

  static Sums of(ResultSet row) throws SQLException {
    return new Sums(
        Rows.usd(row, "posted"),
        Rows.usd(row, "pending"),
        Rows.usd(row, "granted"),
        row.getLong("grants"),
        row.getLong("intents"));
  }

  void post(Usd amount) {
    posted = posted.plus(amount);
  }

  void reserve(Usd amount) {
    pending = pending.plus(amount);
  }

  void countIntent() {
    intents++;
  }

  void grant(Usd amount) {
    granted = granted.plus(amount);
    grants++;
  }

  void revoke(Usd amount) {
    granted = granted.minus(amount);
  }

  /** What the engine sees of them. */
  Balance balance(Set<String> raised) {
    return new Balance(posted, pending, granted, grants, intents, raised);
  }

  Usd posted() {
    return posted;
  }

  Usd pending() {
    return pending;
  }

  Usd granted() {
    return granted;
  }

  long grants() {
    return grants;
  }

  long intents() {
    return intents;
  }
}
