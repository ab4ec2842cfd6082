package dev.purser.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every page, in every look. */
@Tag("browser")
final class TestEveryPage {
  @RegisterExtension static final Browsing BROWSING = new Browsing();

  private final Northwind northwind = Northwind.instance();

  static Stream<Arguments> everyPageInEveryLook() {
    return Stream.of(Look.values())
        .flatMap(look -> Place.ALL.stream().map(place -> Arguments.of(place, look)));
  }

  @ParameterizedTest
  @MethodSource("everyPageInEveryLook")
  void keepsNobodyOut(Place place, Look look) {
    Visitor visitor = visitor(place, look);
    visitor.open(place, northwind.world());
    assertThat(Axe.violations(visitor.page())).isEmpty();
  }

  static Stream<Place> everyPage() {
    return Place.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("everyPage")
  void isNotWiderThanAPhone(Place place) {
    Visitor visitor = visitor(place, Look.LIGHT_NARROW);
    visitor.open(place, northwind.world());
    assertThat(visitor.page().evaluate("document.documentElement.scrollWidth"))
        .isEqualTo(Look.LIGHT_NARROW.width());
  }

  private Visitor visitor(Place place, Look look) {
    return place.signedIn()
        ? BROWSING.known(northwind.purser(), look)
        : BROWSING.stranger(northwind.purser(), look);
  }

  @Test
  void itsPolicyKeepsOutStylesAndScriptsThatAreWrittenIntoIt() {
    Visitor visitor = BROWSING.stranger(northwind.purser(), Look.LIGHT_WIDE);
    visitor.open("/sign-in");
    visitor
        .page()
        .evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')");
    assertThat(BROWSING.complaints())
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text).contains("Content Security Policy"));
  }

  @Test
  void isDarkForThoseWhoChoseDark() {
    assertThat(background(Look.DARK_WIDE)).isNotEqualTo(background(Look.LIGHT_WIDE));
  }

  private Object background(Look look) {
    Visitor visitor = BROWSING.stranger(northwind.purser(), look);
    visitor.open("/sign-in");
    return visitor.page().evaluate("getComputedStyle(document.body).backgroundColor");
  }
}
