package dev.purser.api.auth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource of pages: a session says who visits, in place of a key, and every form must carry its
 * visit's token. What a visit may is said as for the API, by {@code Needs} and {@code Open}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Page {}
