/** What stands between a change and the main branch: the quick run of the stress tests. */
@NullMarked
package dev.ame.gate;

import org.jspecify.annotations.NullMarked;
