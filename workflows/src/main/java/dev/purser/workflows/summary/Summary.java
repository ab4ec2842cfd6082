package dev.purser.workflows.summary;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One day's summary for one addressee.
 *
 * @param day the day it tells of
 * @param zone whose calendar the day is of
 * @param addressee an e-mail address, a URL or the name of a channel
 * @param until when there is no sense in sending it any more: the next one is due
 */
public record Summary(LocalDate day, String zone, String addressee, Instant until) {}
