package dev.purser.api.courier;

/** Hears what a courier does, to count it. */
@FunctionalInterface
public interface CourierWatch {
  /** Hears nothing. */
  CourierWatch NONE = what -> {};

  /** What there is to count. */
  enum Event {
    /** News was carried to a workflow. */
    SIGNALLED,
    /** A workflow was started for the first time. */
    STARTED,
    /** A workflow that Temporal had lost was started again. */
    ADOPTED,
    /** A workflow had been closed behind Purser's back; the ledger knows now. */
    CLOSED,
    /** Something could not be carried now; it will be tried again. */
    FAILED
  }

  /** This happened once. */
  void count(Event what);
}
