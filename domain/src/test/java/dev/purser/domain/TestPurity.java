package dev.purser.domain;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.purser.domain.price.PriceFile;
import java.io.Serializable;
import java.util.UUID;

/** The domain computes: it knows no library, reads no clock, draws no lots and does no I/O. */
@AnalyzeClasses(packages = "dev.purser.domain", importOptions = DoNotIncludeTests.class)
class TestPurity {

  @ArchTest
  static final ArchRule KNOWS_ONLY_THE_LANGUAGE =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.purser.domain..",
              "java.lang..",
              "java.math..",
              "java.time..",
              "java.util..",
              "java.io..",
              "java.nio.charset..",
              "org.jspecify.annotations..");

  /** Reading the price file on the class path is the one exception. */
  @ArchTest
  static final ArchRule DOES_NO_IO =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(PriceFile.class.getName())
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.io", "java.nio..").and(not(type(Serializable.class))));

  @ArchTest
  static final ArchRule READS_NO_CLOCK =
      noClasses()
          .should()
          .accessTargetWhere(
              targetOwner(resideInAPackage("java.time.."))
                  .and(target(nameMatching("now|system|system[UD].*|tick.*"))))
          .orShould()
          .accessTargetWhere(
              targetOwner(type(System.class))
                  .and(target(nameMatching("currentTimeMillis|nano.*"))));

  @ArchTest
  static final ArchRule DRAWS_NO_LOTS =
      noClasses()
          .should()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.(util|security)\\..*Random");

  @ArchTest
  static final ArchRule STARTS_NO_THREADS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.concurrent..")
          .orShould()
          .dependOnClassesThat(type(Thread.class));
}
