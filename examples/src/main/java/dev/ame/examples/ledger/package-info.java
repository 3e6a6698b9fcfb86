/** A log of transfers, applied in order on any number of threads: the same balances and the same events. */
@NullMarked
package dev.ame.examples.ledger;

import org.jspecify.annotations.NullMarked;
