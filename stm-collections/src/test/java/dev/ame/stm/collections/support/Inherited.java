package dev.ame.stm.collections.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the methods of an interface that a collection has left to {@code java.util} though what stands there does its work in
 * several steps, between which others could get in.
 *
 * <p>What is inherited from a class or interface of the JDK is taken for compound unless it is listed here, so a method that a
 * later JDK adds has to be looked at.
 */
public final class Inherited {

    /** What calls one other method once, or none, and goes by its result; or goes through one iterator. */
    private static final Set<String> IN_ONE_STEP = Set.of(
            // one iterator, spliterator or array
            "AbstractCollection.contains",
            "AbstractCollection.hashCode",
            "AbstractCollection.toArray",
            "AbstractCollection.toString",
            "AbstractList.equals",
            "AbstractList.hashCode",
            "AbstractList.indexOf",
            "AbstractMap.hashCode",
            "AbstractMap.toString",
            "AbstractMap.containsValue",
            "AbstractSet.hashCode",
            "Collection.parallelStream",
            "Collection.stream",
            "Collection.toArray",
            "ConcurrentMap.forEach",
            "Iterable.forEach",
            // one other method
            "AbstractList.add",
            "AbstractList.iterator",
            "AbstractList.listIterator",
            "AbstractQueue.add",
            "AbstractQueue.element",
            "AbstractQueue.remove",
            "ConcurrentMap.getOrDefault",
            "NavigableMap.reversed",
            "NavigableSet.reversed",
            "SortedSet.getFirst",
            "SortedSet.getLast",
            // views whose methods stand for one method of the collection each; the counterparts have the same
            "Deque.reversed",
            "List.reversed",
            "SequencedMap.sequencedEntrySet",
            "SequencedMap.sequencedKeySet",
            "SequencedMap.sequencedValues",
            // refuse
            "AbstractCollection.add",
            "SortedMap.putFirst",
            "SortedMap.putLast",
            "SortedSet.addFirst",
            "SortedSet.addLast",
            // identity
            "Object.equals",
            "Object.hashCode");

    private Inherited() {}

    /** Fails if a method of the interface is inherited and does its work in several steps. */
    public static void assertNothingCompound(Object collection, Class<?> counterpart) {
        assertEquals(
                List.of(),
                compound(collection.getClass(), counterpart),
                () -> collection.getClass().getName() + " leaves these to java.util");
    }

    /** The inherited methods that do their work in several steps. */
    static List<String> compound(Class<?> type, Class<?> counterpart) {
        Set<String> found = new TreeSet<>();
        for (Method method : counterpart.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                Method implementation = implementation(type, method);
                Class<?> where = implementation.getDeclaringClass();
                String name = where.getSimpleName() + "." + method.getName();
                if (where.getName().startsWith("java.")
                        && !IN_ONE_STEP.contains(name)
                        && !(name.equals("AbstractCollection.addAll") && refusesToAdd(type))) {
                    found.add(name + "(" + parameters(method) + ")");
                }
            }
        }
        return new ArrayList<>(found);
    }

    private static boolean refusesToAdd(Class<?> type) {
        try {
            return type.getMethod("add", Object.class).getDeclaringClass() == AbstractCollection.class;
        } catch (NoSuchMethodException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String parameters(Method method) {
        return String.join(
                ", ",
                Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList());
    }

    /** What a call would run: a method of a class, before a default one. */
    private static Method implementation(Class<?> type, Method method) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Method candidate : c.getDeclaredMethods()) {
                if (candidate.getName().equals(method.getName())
                        && Arrays.equals(candidate.getParameterTypes(), method.getParameterTypes())
                        && !Modifier.isAbstract(candidate.getModifiers())) {
                    return candidate;
                }
            }
        }
        try {
            return type.getMethod(method.getName(), method.getParameterTypes());
        } catch (NoSuchMethodException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
