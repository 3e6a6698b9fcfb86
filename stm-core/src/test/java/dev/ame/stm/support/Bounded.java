package dev.ame.stm.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Each test of the class runs on a thread of its own and is given up after a minute, so that a lost wake-up or a lock
 * that is never released fails one test and does not hang the build.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
public @interface Bounded {}
