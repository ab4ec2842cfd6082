package dev.purser.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.embedded.DataDirectory;
import dev.purser.standalone.embedded.PostgresServer;
import dev.purser.standalone.embedded.TemporalServer;
import dev.purser.standalone.story.Story;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The story of one overspending agent on the processes of docker-compose.yml. */
final class TestCluster {
  @TempDir Path folder;

  @Test
  @Tag("temporal")
  void tellsTheStoryOverARestartOfBothProcesses() throws Exception {
    assumeTrue(
        TemporalServer.findExecutable().isPresent(),
        "skipped: there is no temporal executable on the PATH");
    try (DataDirectory directory = DataDirectory.open(folder);
        PostgresServer postgres = PostgresServer.start(directory);
        TemporalServer temporal = TemporalServer.start("dev", directory);
        Cluster cluster = new Cluster(folder, postgres, temporal.target(), Map.of())) {
      cluster.start();
      Story story = new Story(new PurserClient(cluster.url(), Cluster.ADMIN_KEY), Story.CALL);
      String intent = story.runAway();

      cluster.close();
      cluster.start();
      assertThat(story.intent(intent).path("status").asText()).isEqualTo("WAITING");
      story.releaseAndStopAgain(intent);
      story.kill(intent);
    }
  }
}
