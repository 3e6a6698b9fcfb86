/** Transfers between accounts, and audits of all of them: what a block is. */
@NullMarked
package dev.ame.examples.transfer;

import org.jspecify.annotations.NullMarked;
