/** What every workflow, activity and client shares: names, the converter, holds on the wire. */
@NullMarked
package dev.purser.workflows;

import org.jspecify.annotations.NullMarked;
