/** What a policy would have done on past spend: the engine, run over it once more. */
@NullMarked
package dev.purser.domain.preview;

import org.jspecify.annotations.NullMarked;
