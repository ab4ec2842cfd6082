/**
 * One intent's life as a workflow: its messages and its implementation.
 *
 * <p>Changing a workflow that is in use: whatever makes it call other activities, timers or
 * upserts, or the same ones in another order, stands behind {@code
 * Workflow.getVersion("what-changed", Workflow.DEFAULT_VERSION, 1)}, with the old way kept until no
 * run began before it. Then record a history of the new way (see {@code HistoryRecorder} among the
 * tests) beside the old ones: the replay test runs them all. New fields of messages need nothing:
 * readers ignore what they do not know, and canonical constructors fill in what is missing.
 */
@NullMarked
package dev.purser.workflows.intent;

import org.jspecify.annotations.NullMarked;
