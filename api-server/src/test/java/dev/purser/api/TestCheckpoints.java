package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestCheckpoints {
  private static final int HANDLERS = 20;
  private static final int SAVES = 50;

  private static Server server;

  @BeforeAll
  static void open() throws Exception {
    server = new Server();
  }

  @AfterAll
  static void shut() {
    server.close();
  }

  private static String delivered() {
    String id = server.intent("agent://myorg/saver");
    server
        .ledger()
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "update intent set status = 'IN_PROGRESS', delivery = 1 where id = :id")
                    .bind("id", UUID.fromString(id))
                    .execute());
    return id;
  }

  /** Figures for the record; what is asserted is that every checkpoint is kept. */
  @Test
  void handlersSaveAtOnce() throws Exception {
    List<String> intents = new ArrayList<>();
    for (int i = 0; i < HANDLERS; i++) {
      intents.add(delivered());
    }
    long[] micros = new long[HANDLERS * SAVES];
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService handlers = Executors.newFixedThreadPool(HANDLERS);
    List<Future<Void>> running = new ArrayList<>();
    for (int i = 0; i < HANDLERS; i++) {
      int handler = i;
      Callable<Void> work =
          () -> {
            go.await();
            String path = "/v1/intents/" + intents.get(handler) + "/progress";
            for (int save = 0; save < SAVES; save++) {
              long begin = System.nanoTime();
              String body =
                  String.format(
                      "{\"delivery\":1,\"seq\":%d,\"checkpoint\":{\"page\":%d}}", save + 1, save);
              assertThat(server.post(path, body).status()).isEqualTo(200);
              micros[handler * SAVES + save] = (System.nanoTime() - begin) / 1_000;
            }
            return null;
          };
      running.add(handlers.submit(work));
    }
    go.countDown();
    for (Future<Void> each : running) {
      each.get();
    }
    handlers.shutdown();
    Arrays.sort(micros);
    System.out.printf(
        "checkpoints of %d handlers: p50 %.1f ms, p99 %.1f ms, most %.1f ms%n",
        HANDLERS,
        micros[micros.length / 2] / 1_000.0,
        micros[micros.length * 99 / 100] / 1_000.0,
        micros[micros.length - 1] / 1_000.0);
    for (String intent : intents) {
      assertThat(server.get("/v1/intents/" + intent).text())
          .contains("\"checkpoint\":{\"page\":" + (SAVES - 1) + "}");
    }
  }
}
