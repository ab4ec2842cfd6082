/** The pages of all agents, and of one. */
@NullMarked
package dev.purser.api.pages.agents;

import org.jspecify.annotations.NullMarked;
