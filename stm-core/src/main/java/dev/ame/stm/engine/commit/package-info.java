/** Makes a write set visible at one instant: install, validate, publish, wake; and the lock of serial blocks. */
package dev.ame.stm.engine.commit;
