package dev.purser.ledger.intents;

import static dev.purser.ledger.Facts.BOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checkpoints of many handlers at once. */
class TestCheckpoints {
  private final ExecutorService handlers = Executors.newCachedThreadPool();
  private Ledger ledger;
  private Facts facts;
  private Deliveries deliveries;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger);
    deliveries = ledger.deliveries();
  }

  @AfterEach
  void close() {
    ledger.close();
    handlers.shutdownNow();
  }

  private CompletableFuture<Void> save(UUID id, long seq) {
    return CompletableFuture.runAsync(
        () -> deliveries.saveCheckpoint(id, 1, seq, IntNode.valueOf((int) seq)), handlers);
  }

  private long transactionsOf(List<UUID> ids) {
    return ledger
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select count(distinct xmin::text) from intent where id = any(:ids)")
                    .bindArray("ids", UUID.class, ids)
                    .mapTo(Long.class)
                    .one());
  }

  private List<UUID> intents(int count) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(facts.intent(BOT, null, null));
    }
    return ids;
  }

  @Test
  void thoseThatWaitAtOneMomentShareATransaction() {
    List<UUID> ids = intents(300);
    List<CompletableFuture<Void>> saves = ids.stream().map(id -> save(id, 1)).toList();
    saves.forEach(CompletableFuture::join);
    ids.forEach(id -> assertThat(ledger.intents().require(id).checkpoint()).isNotNull());
    assertThat(transactionsOf(ids)).isLessThan(150);
  }

  @Test
  void oneWhoseRowIsHeldKeepsNobodyWaiting() throws Exception {
    UUID held = facts.intent(BOT, null, null);
    UUID free = facts.intent(BOT, null, null);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch holding = new CountDownLatch(1);
    CompletableFuture<Void> holder =
        CompletableFuture.runAsync(
            () ->
                ledger
                    .jdbi()
                    .useTransaction(
                        handle -> {
                          handle.execute("select 1 from intent where id = ? for update", held);
                          holding.countDown();
                          awaitLatch(release);
                        }),
            handlers);
    holding.await();
    CompletableFuture<Void> waits = save(held, 1);
    save(free, 1).join();
    assertThat(waits).isNotDone();
    release.countDown();
    holder.join();
    waits.join();
    assertThat(ledger.intents().require(held).checkpoint()).isNotNull();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void oneThatCannotBeSavedSpoilsNoOther() {
    List<UUID> ids = intents(40);
    List<CompletableFuture<Void>> saves = new ArrayList<>();
    List<CompletableFuture<Void>> refused = new ArrayList<>();
    for (UUID id : ids) {
      saves.add(save(id, 7));
      refused.add(save(UUID.randomUUID(), 1));
    }
    saves.forEach(CompletableFuture::join);
    for (CompletableFuture<Void> each : refused) {
      assertThatThrownBy(each::join)
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              Refused.class, cause -> assertThat(cause.code()).isEqualTo(Refused.Code.NOT_FOUND));
    }
    ids.forEach(
        id ->
            assertThatThrownBy(() -> deliveries.saveCheckpoint(id, 1, 3, TextNode.valueOf("old")))
                .isInstanceOfSatisfying(
                    Refused.class,
                    cause -> assertThat(cause.code()).isEqualTo(Refused.Code.CONFLICT)));
  }

  @Test
  void aLedgerThatClosesSavesWhatItTook() {
    List<UUID> ids = intents(20);
    List<CompletableFuture<Void>> saves = ids.stream().map(id -> save(id, 1)).toList();
    ledger.close();
    for (CompletableFuture<Void> save : saves) {
      assertThat(save.handle((done, failure) -> failure == null || isRefused(failure)).join())
          .isTrue();
    }
    assertThatThrownBy(() -> deliveries.saveCheckpoint(ids.get(0), 1, 9, IntNode.valueOf(9)))
        .isInstanceOf(Refused.class);
  }

  private static boolean isRefused(Throwable failure) {
    return failure.getCause() instanceof Refused refused
        && refused.code() == Refused.Code.UNAVAILABLE;
  }

  @Test
  void aCheckpointIsASignOfLife() {
    UUID id = facts.intent(BOT, null, null);
    deliveries.saveCheckpoint(id, 1, 1, IntNode.valueOf(1));
    assertThat(deliveries.claimUntil(id, 1, java.time.Duration.ofMinutes(1))).isPresent();
  }
}
