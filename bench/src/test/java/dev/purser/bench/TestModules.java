package dev.purser.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which module may know which, and which package of it. */
class TestModules {
  private static final Map<String, List<String>> MAY_DEPEND_ON =
      Map.of(
          "domain", List.of(),
          "workflows", List.of("domain"),
          "ledger", List.of("domain"),
          "activities", List.of("domain", "workflows", "ledger"),
          "logging", List.of(),
          "worker", List.of("domain", "workflows", "ledger", "activities", "logging"),
          "sdk", List.of("domain", "workflows"),
          "api", List.of("domain", "workflows", "ledger", "logging"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.purser");

  @ParameterizedTest
  @ValueSource(
      strings = {"domain", "workflows", "ledger", "activities", "logging", "worker", "sdk", "api"})
  void aModuleKnowsOnlyThoseBelowIt(String module) {
    String[] forbidden =
        MAY_DEPEND_ON.keySet().stream()
            .filter(other -> !other.equals(module))
            .filter(other -> !MAY_DEPEND_ON.get(module).contains(other))
            .map(TestModules::in)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(in(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(with(forbidden, in("standalone"), in("bench")))
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"domain", "workflows"})
  void neitherDatabaseNorHttpReachesTheInnerModules(String module) {
    noClasses()
        .that()
        .resideInAPackage(in(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "java.net.http..", "org.jdbi..", "jakarta.ws..")
        .check(CLASSES);
  }

  /**
   * A module's own package stands outside: there the module is put together, and what all its
   * packages share lies there.
   */
  @ParameterizedTest
  @ValueSource(strings = {"domain", "workflows", "ledger", "api", "standalone"})
  void packagesOfAModuleKnowEachOtherInOneDirectionOnly(String module) {
    slices().matching("dev.purser." + module + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyModuleWasRead() {
    for (String module : MAY_DEPEND_ON.keySet()) {
      assertThat(CLASSES).anyMatch(c -> c.getPackageName().startsWith("dev.purser." + module));
    }
  }

  private static String in(String module) {
    return "dev.purser." + module + "..";
  }

  private static String[] with(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
