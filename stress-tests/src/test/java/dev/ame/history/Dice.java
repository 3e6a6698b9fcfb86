package dev.ame.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Draws boxes and steps for random blocks. */
final class Dice {
    private final SplittableRandom random;
    private final Boxes boxes;

    Dice(long seed, Boxes boxes) {
        this.random = new SplittableRandom(seed);
        this.boxes = boxes;
    }

    boolean coin() {
        return random.nextBoolean();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    int box() {
        return random.nextInt(boxes.size());
    }

    int way() {
        return random.nextInt(Actor.UPDATE_WAYS);
    }

    int blindBox() {
        return boxes.firstBlind() + random.nextInt(boxes.size() - boxes.firstBlind());
    }

    /** Different boxes, in random order. */
    int[] boxes(int count) {
        return distinct(count, boxes.size());
    }

    private int[] distinct(int count, int bound) {
        int[] all = new int[bound];
        for (int i = 0; i < bound; i++) {
            int other = random.nextInt(i + 1);
            all[i] = all[other];
            all[other] = i;
        }
        return Arrays.copyOf(all, count);
    }

    List<Step> steps(Step... steps) {
        return List.of(steps);
    }

    List<Step> concat(List<Step> first, List<Step> second) {
        List<Step> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    Step read() {
        return read(box());
    }

    Step read(int box) {
        return actor -> actor.read(box);
    }

    Step swallow() {
        int box = box();
        return actor -> actor.readSwallowing(box);
    }

    Step update() {
        return update(box());
    }

    Step update(int box) {
        int way = way();
        return actor -> actor.update(box, way);
    }

    Step overwrite() {
        int box = blindBox();
        return actor -> actor.overwrite(box);
    }

    Step pause() {
        return Actor::pause;
    }

    Step transfer() {
        int[] pair = distinct(2, boxes.accounts());
        long amount = 1L + random.nextInt(9);
        return actor -> actor.transfer(pair[0], pair[1], amount);
    }

    Step nested() {
        List<Step> steps = coin() ? steps(update(), read()) : steps(transfer(), update());
        boolean fails = coin();
        return actor -> actor.nested(steps, fails);
    }

    Step orElse() {
        List<Step> first = steps(read(), update(), pause(), update());
        boolean retries = coin();
        List<Step> second = steps(update());
        return actor -> actor.orElse(first, retries, second);
    }

    List<Step> readAll() {
        List<Step> steps = new ArrayList<>();
        for (int box : boxes(boxes.size())) {
            steps.add(read(box));
            if (below(4) == 0) {
                steps.add(pause());
            }
        }
        return steps;
    }

    List<Step> updates(int count) {
        List<Step> steps = new ArrayList<>();
        for (int box : boxes(count)) {
            steps.add(update(box));
        }
        return steps;
    }

    List<Step> mixed(int longest) {
        List<Step> steps = new ArrayList<>();
        int count = 1 + below(longest);
        for (int i = 0; i < count; i++) {
            steps.add(
                    switch (below(6)) {
                        case 0 -> update();
                        case 1 -> transfer();
                        case 2 -> pause();
                        case 3 -> below(4) == 0 ? overwrite() : update();
                        default -> read();
                    });
        }
        return steps;
    }
}
