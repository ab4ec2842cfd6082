/** What an agent's author works with: a worker that is handed intents, their meter, checkpoints. */
@NullMarked
package dev.purser.sdk;

import org.jspecify.annotations.NullMarked;
