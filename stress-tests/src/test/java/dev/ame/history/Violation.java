package dev.ame.history;

/**
 * A proof that a history is not strictly serializable and opaque.
 *
 * @param evidence the attempts concerned and, for a cycle, the edges between them
 */
record Violation(Anomaly anomaly, String evidence) {
    @Override
    public String toString() {
        return anomaly + ": " + anomaly.meaning() + System.lineSeparator() + evidence;
    }
}
