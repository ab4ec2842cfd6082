package dev.purser.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of the Compose specification that docker-compose.yml rests on. */
final class TestComposeFile {
  private static final Set<String> TOP = Set.of("name", "services", "volumes");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "build",
          "command",
          "depends_on",
          "entrypoint",
          "environment",
          "healthcheck",
          "image",
          "mem_limit",
          "ports",
          "restart",
          "volumes");
  private static final Set<String> CONDITIONS =
      Set.of("service_started", "service_healthy", "service_completed_successfully");
  private static final String DURATION = "([0-9]+(us|ms|s|m|h))+";

  private final ComposeFile compose = ComposeFile.read(Map.of("PURSER_ADMIN_KEY", "secret"));

  @Test
  void hasTheServicesOfACluster() {
    assertThat(compose.services().keySet())
        .containsExactlyInAnyOrder(
            "api-server",
            "worker",
            "ledger-database",
            "temporal-database",
            "temporal-schema",
            "temporal",
            "temporal-namespace",
            "temporal-ui");
  }

  @Test
  void usesOnlyWhatTheSpecificationKnows() {
    assertThat(compose.root().keySet())
        .allSatisfy(key -> assertThat(key.startsWith("x-") || TOP.contains(key)).isTrue());
    assertThat((String) compose.root().get("name")).matches("[a-z0-9][a-z0-9_-]*");
    each(service -> assertThat(ATTRIBUTES).containsAll(service.attributes().keySet()));
    each(service -> assertThat(service.name()).matches("[a-zA-Z0-9._-]+"));
  }

  @Test
  void namesAnImageWithAVersionForEachService() {
    each(
        service ->
            assertThat((String) service.attributes().get("image"))
                .matches("[a-z0-9/.-]+:[a-zA-Z0-9._-]+")
                .doesNotEndWith(":latest"));
  }

  @Test
  void publishesEveryPortOnLoopbackAndNoneTwice() {
    List<String> published = new ArrayList<>();
    each(
        service ->
            service
                .list("ports")
                .forEach(
                    port -> {
                      assertThat(port).matches("127\\.0\\.0\\.1:[0-9]{1,5}:[0-9]{1,5}");
                      published.add(port.split(":", -1)[1]);
                    }));
    assertThat(published).contains("8080", "7233", "8233").doesNotHaveDuplicates();
  }

  @Test
  void dependsOnServicesThatCanEverBeReady() {
    each(
        service ->
            service
                .map("depends_on")
                .forEach(
                    (name, value) -> {
                      ComposeFile.Service needed = compose.service(name);
                      assertThat(needed).as("%s needs %s", service.name(), name).isNotNull();
                      String condition = (String) ((Map<?, ?>) value).get("condition");
                      assertThat(CONDITIONS).contains(condition);
                      if (condition.equals("service_healthy")) {
                        assertThat(needed.attributes()).containsKey("healthcheck");
                      }
                      if (condition.equals("service_completed_successfully")) {
                        // A service that restarts when it has succeeded never completes.
                        assertThat((String) needed.attributes().get("restart"))
                            .startsWith("on-failure");
                      }
                    }));
  }

  @Test
  void startsInAnOrderWithoutACircle() {
    Set<String> started = new HashSet<>();
    for (int round = 0; round < compose.services().size(); round++) {
      each(
          service -> {
            if (started.containsAll(service.map("depends_on").keySet())) {
              started.add(service.name());
            }
          });
    }
    assertThat(started).isEqualTo(compose.services().keySet());
  }

  @Test
  void checksTheHealthOfWhateverRunsOn() {
    for (String name :
        List.of("api-server", "worker", "ledger-database", "temporal-database", "temporal")) {
      assertThat(compose.service(name).attributes()).as(name).containsKey("healthcheck");
    }
    each(
        service -> {
          Map<String, Object> check = service.map("healthcheck");
          if (!check.isEmpty()) {
            assertThat(check.keySet())
                .isEqualTo(Set.of("test", "interval", "timeout", "retries", "start_period"));
            assertThat(((List<?>) check.get("test")).get(0)).isIn("CMD", "CMD-SHELL");
            assertThat((String) check.get("interval")).matches(DURATION);
            assertThat((String) check.get("timeout")).matches(DURATION);
            assertThat((String) check.get("start_period")).matches(DURATION);
            assertThat((Integer) check.get("retries")).isPositive();
          }
        });
  }

  @Test
  void waitsForTheReadinessOfWhatIsPursers() {
    assertThat(compose.service("api-server").map("healthcheck").get("test"))
        .isEqualTo(List.of("CMD", "/app/healthy", "8080", "/ready"));
    assertThat(compose.service("worker").map("healthcheck").get("test"))
        .isEqualTo(List.of("CMD", "/app/healthy", "8082", "/ready"));
    for (String name : List.of("api-server", "worker")) {
      assertThat(compose.service(name).environment()).containsEntry("PURSER_ADMIN_BIND", "0.0.0.0");
      assertThat(compose.service(name).list("ports")).allMatch(port -> port.startsWith("127."));
    }
  }

  @Test
  void restartsWithAPolicyThatExists() {
    each(
        service ->
            assertThat((String) service.attributes().get("restart"))
                .matches("no|always|unless-stopped|on-failure(:[0-9]+)?"));
  }

  @Test
  void givesEnvironmentsAsTextOnly() {
    // YAML's true and 5432 are a boolean and a number, of which Compose refuses the first.
    each(
        service ->
            service
                .map("environment")
                .forEach((name, value) -> assertThat(value).as(name).isInstanceOf(String.class)));
  }

  @Test
  void givesTheWorkerWhatItSendsMessagesWith() {
    Map<String, String> settings =
        Map.of(
            "PURSER_SMTP_URL", "smtp://mail:25",
            "PURSER_MAIL_FROM", "purser@company.com",
            "PURSER_WEBHOOK_SECRET", "s",
            "PURSER_WEBHOOK_ALLOW_PRIVATE", "true",
            "PURSER_SUMMARY_TO", "ops@company.com,finance",
            "PURSER_SUMMARY_AT", "07:30",
            "PURSER_TIMEZONE", "Europe/Berlin");
    Map<String, String> all = new HashMap<>(settings);
    all.put("PURSER_ADMIN_KEY", "secret");
    assertThat(ComposeFile.read(all).service("worker").environment())
        .containsAllEntriesOf(settings);
    assertThat(compose.service("worker").environment())
        .containsEntry("PURSER_SUMMARY_TO", "")
        .containsEntry("PURSER_SUMMARY_AT", "08:00")
        .containsEntry("PURSER_SMTP_URL", "");
  }

  @Test
  void mountsOnlyDeclaredVolumesAndFilesOfTheProject() {
    Set<?> declared = ((Map<?, ?>) compose.root().get("volumes")).keySet();
    each(
        service ->
            service
                .list("volumes")
                .forEach(
                    volume -> {
                      String source = volume.split(":", -1)[0];
                      if (source.startsWith("./")) {
                        assertThat(ComposeFile.PROJECT.resolve(source)).exists();
                        assertThat(volume).endsWith(":ro");
                      } else {
                        assertThat(declared.contains(source)).as(volume).isTrue();
                      }
                    }));
  }

  @Test
  void runsScriptsThatAreThere() {
    for (String name : List.of("temporal-schema", "temporal-namespace")) {
      String script = compose.service(name).list("entrypoint").get(1);
      assertThat(ComposeFile.PROJECT.resolve(script.substring(1))).isExecutable();
    }
  }

  @Test
  void refusesToStartWithoutAnAdministratorsKey() {
    assertThatThrownBy(() -> ComposeFile.read(Map.of()))
        .hasMessageContaining("set PURSER_ADMIN_KEY");
  }

  @Test
  void runsClassesThatAreThere() {
    for (String name : List.of("api-server", "worker")) {
      String main = compose.service(name).list("command").get(0);
      assertThat(getClass().getClassLoader().getResource(main.replace('.', '/') + ".class"))
          .as(main)
          .isNotNull();
    }
  }

  @Test
  void buildsFromFilesThatAreThere() throws IOException {
    Dockerfile dockerfile = Dockerfile.read();
    assertThat(dockerfile.of("FROM")).hasSize(2).first().asString().endsWith(" AS build");
    assertThat(dockerfile.entrypoint()).startsWith("java").endsWith("-cp", "/app/lib/*");
    for (String copy : dockerfile.of("COPY")) {
      if (!copy.startsWith("--from=")) {
        Path source = ComposeFile.PROJECT.resolve(copy.split(" ", -1)[0]);
        assertThat(source).exists();
      }
    }
    assertThat(Files.isExecutable(ComposeFile.PROJECT.resolve("deploy/healthy"))).isTrue();
  }

  private void each(java.util.function.Consumer<ComposeFile.Service> check) {
    compose.services().values().forEach(check);
  }
}
