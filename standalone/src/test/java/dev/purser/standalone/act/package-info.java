@NullMarked
package dev.purser.standalone.act;

import org.jspecify.annotations.NullMarked;
