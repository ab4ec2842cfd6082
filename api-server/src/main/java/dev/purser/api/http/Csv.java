package dev.purser.api.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer that can also be given as comma-separated values. */
public interface Csv {
  /** The columns' names. */
  List<String> csvHeader();

  /** The rows, cell by cell. */
  List<List<@Nullable Object>> csvRows();
}
