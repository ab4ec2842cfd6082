package dev.purser.activities.messages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * GreenMail on loopback, with a certificate for {@code localhost} that a test may trust, and a door
 * with STARTTLS before it, which it has not itself.
 */
final class MailServer implements AutoCloseable {
  static final String USER = "ada@example.com";
  static final String PASSWORD = "p:s/s w+rd";
  private static final char[] STORE = "changeit".toCharArray();

  private final GreenMail greenMail;
  private final SSLContext tls;
  private final RawServer door = new RawServer(this::letIn);

  /** What a client said before the connection was encrypted. */
  private final AtomicReference<String> inTheClear = new AtomicReference<>("");

  MailServer(Path directory) {
    Path store = directory.resolve("localhost.p12");
    try {
      makeCertificate(store);
      tls = context(store);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    System.setProperty("greenmail.tls.keystore.file", store.toString());
    System.setProperty("greenmail.tls.keystore.password", new String(STORE));
    greenMail =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
              new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
            });
    greenMail.setUser(USER, USER, PASSWORD);
    greenMail.start();
  }

  /** What is sent to it arrives here. */
  GreenMail mailbox() {
    return greenMail;
  }

  /** Trusts its certificate, besides none. */
  SSLSocketFactory trust() {
    return tls.getSocketFactory();
  }

  int plainPort() {
    return greenMail.getSmtp().getPort();
  }

  int tlsPort() {
    return greenMail.getSmtps().getPort();
  }

  int starttlsPort() {
    return door.port();
  }

  String inTheClear() {
    return inTheClear.get();
  }

  /** Speaks until the connection is encrypted, and then passes on what is said. */
  private void letIn(Socket socket) throws IOException {
    BufferedReader in = reader(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    say(out, "220 door");
    heard(in);
    say(out, "250-door", "250-AUTH PLAIN", "250 STARTTLS");
    heard(in);
    say(out, "220 go ahead");
    try (SSLSocket inner =
            (SSLSocket)
                tls.getSocketFactory().createSocket(socket, "door", socket.getPort(), true);
        Socket server = new Socket(InetAddress.getLoopbackAddress(), plainPort())) {
      inner.setUseClientMode(false);
      reader(server.getInputStream()).readLine();
      Thread back = new Thread(() -> pass(server, inner), "door");
      back.setDaemon(true);
      back.start();
      pass(inner, server);
    }
  }

  private void heard(BufferedReader in) throws IOException {
    String line = in.readLine();
    inTheClear.updateAndGet(before -> before + line + "\n");
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One of them hung up.
    }
  }

  private static void say(OutputStream out, String... lines) throws IOException {
    out.write((String.join("\r\n", lines) + "\r\n").getBytes(US_ASCII));
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, US_ASCII));
  }

  private static void makeCertificate(Path store) throws IOException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String options =
        "-genkeypair -alias mail -keyalg EC -groupname secp256r1 -dname CN=localhost"
            + " -ext SAN=dns:localhost -validity 2 -storetype PKCS12 -storepass changeit";
    List<String> command = new java.util.ArrayList<>(List.of(keytool));
    command.addAll(List.of(options.split(" ", -1)));
    command.addAll(List.of("-keystore", store.toString()));
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool made no certificate");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, STORE);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("mail", store.getCertificate("mail"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, STORE);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() {
    greenMail.stop();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
