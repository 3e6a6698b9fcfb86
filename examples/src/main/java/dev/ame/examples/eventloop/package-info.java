/** A shop on the web. Each request is an event, and each event an atomic block. */
@NullMarked
package dev.ame.examples.eventloop;

import org.jspecify.annotations.NullMarked;
