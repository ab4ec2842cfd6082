/** What was spent: by agent, model, intent, task, hour, day or tag; as JSON and CSV. */
@NullMarked
package dev.purser.api.reports;

import org.jspecify.annotations.NullMarked;
