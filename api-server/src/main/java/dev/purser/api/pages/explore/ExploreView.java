package dev.purser.api.pages.explore;

import dev.purser.api.pages.session.Filled;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.PageView;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.reports.CostRow;
import dev.purser.ledger.reports.Dimension;
import dev.purser.ledger.reports.Reports;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page of costs by what one asks for. */
public final class ExploreView extends PageView {
  private static final List<Dimension> PLAIN =
      Dimension.parse("day,hour,month,agent,model,task,intent_type,intent");

  private final Asked asked;
  private final @Nullable ExploreFacts facts;
  private final LocalDate today;
  private final ZoneId zone;

  /**
   * @param facts null: something is wrong with the question
   */
  ExploreView(
      Visit visit, Asked asked, @Nullable ExploreFacts facts, LocalDate today, ZoneId zone) {
    super("explore.ftlh", visit, "Explore", "explore");
    this.asked = asked;
    this.facts = facts;
    this.today = today;
    this.zone = zone;
  }

  /** What was asked. */
  public Question question() {
    return asked.question();
  }

  @Override
  public @Nullable Filled filled() {
    return asked.filled().ok() ? null : asked.filled();
  }

  /** What there is to show. */
  public @Nullable ExploreFacts facts() {
    return facts;
  }

  /** Days that are often asked for. */
  public List<Quick> quick() {
    return Quick.of(today);
  }

  /**
   * What can be grouped by: what all costs have, the tags in use, and what this one is grouped by.
   */
  public List<Dimension> dimensions() {
    List<Dimension> all = new ArrayList<>(PLAIN);
    Stream<Dimension> tags =
        facts == null
            ? Stream.empty()
            : facts.tags().stream().map(tag -> Dimension.of("tag:" + tag));
    Stream.concat(tags, question().groups().stream())
        .filter(dimension -> !all.contains(dimension))
        .forEach(all::add);
    return all;
  }

  /** What a group is called. */
  public String word(Dimension dimension) {
    return Words.of(dimension);
  }

  /** The same within a sentence. */
  public String within(Dimension dimension) {
    return Words.within(dimension);
  }

  /** The same over a column: hours and days are those of a zone. */
  public String head(Dimension dimension) {
    String word = Words.of(dimension);
    return dimension.isOfCalendar() ? word + " (" + zone.getId() + ")" : word;
  }

  /** Whose calendar the days are of. */
  public String zone() {
    return zone.getId();
  }

  /** A value of a group in words. */
  public String value(Dimension dimension, String value) {
    return Words.value(dimension, value, zone);
  }

  /** Where there is more about a value; null: nowhere. */
  public @Nullable String link(Dimension dimension, String value) {
    return Words.link(dimension, value);
  }

  /** A row's share of all rows. */
  public BigDecimal share(CostRow row, Usd total) {
    return Reports.share(row.totals().cost(), total);
  }
}
