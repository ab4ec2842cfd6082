package dev.purser.api.pages.session;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Remembers which forms were taken, so that one that is sent twice makes one key. */
public final class OnceOnly {
  private static final int REMEMBERED = 1_000;

  private final Set<String> taken =
      Collections.newSetFromMap(
          new LinkedHashMap<String, Boolean>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  /** Whether this form has not been taken yet; from now on it has. */
  public synchronized boolean first(String formId) {
    return formId.isEmpty() || taken.add(formId);
  }
}
