package io.rolecall.contract.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What two runs have in common. */
class WireTapTest {

  private static List<String> read(String range, String told) {
    WireTap tap = new WireTap();
    tap.add(
        new HttpRequest(
            "GET",
            "/store-a/dir/b",
            "",
            new HttpHeaders()
                .add("Range", "bytes=" + range)
                .add(
                    "Referer",
                    "https://audit.example.org/hadoop/1/op_open/?op=op_open&p1=dir/b&rg="
                        + told
                        + "&ts=1")
                .add("X-Amz-Date", "20260101T000000Z"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
    return tap.s3();
  }

  @Test
  void aRangeThatTheSpanHasFromAnotherRequestIsNoDifference() {
    assertThat(WireTap.difference(read("0-9", "0-9"), read("0-9", "50000-50009"))).isEmpty();
  }

  @Test
  void aRangeThatIsAskedForIs() {
    assertThat(WireTap.difference(read("0-9", "0-9"), read("10-19", "0-9")))
        .containsExactly(
            "- GET /BUCKET/dir/b [range=bytes=0-9,"
                + " referer=https://audit.example.org/hadoop/1/op_open/?op=op_open&p1=dir/b]",
            "+ GET /BUCKET/dir/b [range=bytes=10-19,"
                + " referer=https://audit.example.org/hadoop/1/op_open/?op=op_open&p1=dir/b]");
  }
}
