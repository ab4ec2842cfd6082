package dev.purser.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The address of a PostgreSQL database as people write it: for libpq ({@code
 * postgresql://user:password@host:5432/db}) or for JDBC ({@code jdbc:postgresql://host/db?user=…}),
 * with one host or several ({@code host1:5432,host2:5432}). Of several hosts the primary is taken
 * unless the address says otherwise: a standby takes no reports.
 *
 * @param user empty: the address does not say
 * @param password empty: the address does not say
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">libpq, 32.1.1.2</a>
 * @see <a href="https://jdbc.postgresql.org/documentation/use/">pgjdbc, Connection fail-over</a>
 */
public record DatabaseUrl(String jdbcUrl, String user, String password) {
  private static final Pattern LIBPQ =
      Pattern.compile("postgres(?:ql)?://(?:([^@/?]*)@)?([^@/?]+)/([^/?]+)(?:\\?(.*))?");
  private static final Pattern HOST =
      Pattern.compile("([^:\\[\\]]+|\\[[0-9A-Fa-f:.]+])(?::(\\d+))?");
  private static final String DEFAULT_PORT = "5432";
  private static final int HIGHEST_PORT = 65_535;

  /** Says what would be right, and shows nothing of the address: it may hold a password. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      return "must be like postgresql://user:password@host:5432/db, with one host or several";
    }
  }

  /** Reads an address; JDBC's spelling is the driver's to check. */
  public static DatabaseUrl parse(String text) throws Malformed {
    if (text.startsWith("jdbc:")) {
      return new DatabaseUrl(primaryOfSeveral(text), "", "");
    }
    Matcher parts = LIBPQ.matcher(text);
    if (!parts.matches()) {
      throw new Malformed();
    }
    String[] account = parts.group(1) == null ? new String[0] : parts.group(1).split(":", 2);
    List<String> hosts = new ArrayList<>();
    for (String host : parts.group(2).split(",", -1)) {
      hosts.add(host(host));
    }
    String query = query(parts.group(4));
    return new DatabaseUrl(
        primaryOfSeveral(
            "jdbc:postgresql://" + String.join(",", hosts) + "/" + parts.group(3) + query),
        account.length > 0 ? decoded(account[0]) : "",
        account.length > 1 ? decoded(account[1]) : "");
  }

  private static String host(String text) throws Malformed {
    Matcher host = HOST.matcher(text);
    if (!host.matches()) {
      throw new Malformed();
    }
    String port = host.group(2) == null ? DEFAULT_PORT : host.group(2);
    if (port.length() > DEFAULT_PORT.length() + 1 || Integer.parseInt(port) > HIGHEST_PORT) {
      throw new Malformed();
    }
    return host.group(1) + ":" + port;
  }

  /** The driver has another name for what libpq calls target_session_attrs. */
  private static String query(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "";
    }
    return "?"
        + Arrays.stream(text.split("&", -1))
            .map(DatabaseUrl::parameter)
            .collect(Collectors.joining("&"));
  }

  private static String parameter(String text) {
    return switch (text) {
      case "target_session_attrs=any" -> "targetServerType=any";
      case "target_session_attrs=primary", "target_session_attrs=read-write" ->
          "targetServerType=primary";
      default -> text;
    };
  }

  private static String primaryOfSeveral(String jdbcUrl) {
    int end = jdbcUrl.indexOf('?');
    boolean several = (end < 0 ? jdbcUrl : jdbcUrl.substring(0, end)).contains(",");
    if (!several || jdbcUrl.contains("targetServerType=")) {
      return jdbcUrl;
    }
    return jdbcUrl + (end < 0 ? "?" : "&") + "targetServerType=primary";
  }

  /** As in any URI: a plus is a plus. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  @Override
  public String toString() {
    return "DatabaseUrl[of " + (user.isEmpty() ? "a user it does not name" : user) + "]";
  }
}
