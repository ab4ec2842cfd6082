package dev.purser.api.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a call answers, where its method's return type does not say it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Gives {
  /** The answer's shape; of a stream of events, the shape of each one's data. */
  Class<?> value();

  /** The status of success. */
  int status() default 200;

  /** The media type, where no {@code @Produces} says it. */
  String type() default "";
}
