package dev.ame.stm.engine.log;

/**
 * Where a level of nesting began in the write log.
 *
 * @param logSize entries of the enclosing levels
 * @param undoSize saved states of the enclosing levels
 * @param outerFloor {@code logSize} of the enclosing level's own mark, 0 at top level
 * @param outerUndoFloor {@code undoSize} of the enclosing level's own mark, 0 at top level
 */
public record Mark(int logSize, int undoSize, int outerFloor, int outerUndoFloor) {}
