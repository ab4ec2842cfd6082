package dev.purser.api.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The fields of a call's body, for the document: what reads them is the method. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Takes {
  /** A record of them; several are forms of which the body has one. */
  Class<? extends Record>[] value();
}
