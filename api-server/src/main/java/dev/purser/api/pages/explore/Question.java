package dev.purser.api.pages.explore;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.reports.CostQuery;
import dev.purser.ledger.reports.Dimension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which costs to show, and by what: all that the address of the page says.
 *
 * @param then the second group; null: none
 * @param to the last day, included
 * @param agent null: all
 * @param model null: all
 */
public record Question(
    Dimension by,
    @Nullable Dimension then,
    LocalDate from,
    LocalDate to,
    @Nullable AgentAddress agent,
    @Nullable String model) {

  /** One or two. */
  public List<Dimension> groups() {
    return then == null ? List.of(by) : List.of(by, then);
  }

  /** The same for other days. */
  public Question between(LocalDate first, LocalDate last) {
    return new Question(by, then, first, last, agent, model);
  }

  /** The same for all agents and models. */
  public Question ofAll() {
    return new Question(by, then, from, to, null, null);
  }

  CostQuery query(ZoneId zone) {
    return new CostQuery(
        groups(),
        from.atStartOfDay(zone).toInstant(),
        to.plusDays(1).atStartOfDay(zone).toInstant(),
        agent,
        model,
        zone);
  }

  /** It as the query of an address, from which {@link Asked} reads the same again. */
  public String link() {
    StringBuilder link = new StringBuilder("by=").append(encoded(by.name()));
    if (then != null) {
      link.append("&then=").append(encoded(then.name()));
    }
    link.append("&from=").append(from).append("&to=").append(to);
    if (agent != null) {
      link.append("&agent=").append(encoded(agent.value()));
    }
    if (model != null) {
      link.append("&model=").append(encoded(model));
    }
    return link.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
