package dev.ame.history;

/**
 * "{@code from} comes before {@code to} in every serial order".
 *
 * @param box the box it is about, or -1 for {@link Kind#REAL_TIME}
 */
record Edge(int from, int to, Kind kind, int box) {
    /** Why. */
    enum Kind {
        /** The writer of a value comes before the one who replaced it. */
        WRITE_WRITE("replaced by"),
        /** The writer of a value comes before its readers. */
        WRITE_READ("read by"),
        /** A reader comes before the one who replaced the value it saw. */
        READ_WRITE("overlooked"),
        /** What was over comes before what had not begun. */
        REAL_TIME("was over before");

        private final String verb;

        Kind(String verb) {
            this.verb = verb;
        }

        String verb() {
            return verb;
        }
    }
}
