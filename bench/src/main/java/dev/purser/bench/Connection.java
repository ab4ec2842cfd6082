package dev.purser.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One keep-alive HTTP/1.1 connection that posts JSON and reads the status.
 *
 * <p>Hand-made because the generator shares two cores with the server it measures: a full HTTP
 * client took more of them than the server did.
 */
final class Connection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String headers;
  private final StringBuilder line = new StringBuilder();

  Connection(URI server, String apiKey) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    headers =
        " HTTP/1.1\r\nHost: "
            + server.getAuthority()
            + "\r\nx-api-key: "
            + apiKey
            + "\r\nContent-Type: application/json\r\nContent-Length: ";
  }

  /** Posts the body and reads the whole answer; gives its status. */
  int post(String path, String body) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("POST " + path + headers + content.length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + content.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(content, 0, request, head.length, content.length);
    out.write(request);
    return readAnswer();
  }

  private int readAnswer() throws IOException {
    int status = Integer.parseInt(readLine().substring(9, 12));
    long length = 0;
    boolean chunked = false;
    for (String header = readLine(); !header.isEmpty(); header = readLine()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(header.substring(15).trim());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = true;
      }
    }
    if (!chunked) {
      in.skipNBytes(length);
      return status;
    }
    for (long size = chunkSize(); size > 0; size = chunkSize()) {
      in.skipNBytes(size + 2);
    }
    in.skipNBytes(2);
    return status;
  }

  private long chunkSize() throws IOException {
    return Long.parseLong(readLine().trim(), 16);
  }

  private String readLine() throws IOException {
    line.setLength(0);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
