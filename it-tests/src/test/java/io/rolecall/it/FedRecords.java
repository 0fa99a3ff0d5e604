package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.quickstart.RunningTotalsJob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a {@link RunningTotalsJob} is fed with, file by file, and what has to come out of it. */
final class FedRecords {

  private static final int RECORDS_PER_FILE = 10;

  private final List<Record> records = new ArrayList<>();
  private int files;

  /** What goes in. */
  record Record(int id) {

    private static final int GROUPS = 7;

    String group() {
      return "g" + id % GROUPS;
    }

    long amount() {
      return id * 31L % 101;
    }

    String line() {
      return id + "," + group() + "," + amount();
    }
  }

  /** A file to feed it with. */
  record Fed(String name, byte[] content) {}

  /** The next file. */
  Fed next() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < RECORDS_PER_FILE; i++) {
      Record next = new Record(records.size());
      records.add(next);
      lines.append(next.line()).append('\n');
    }
    return new Fed(files++ + ".txt", lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** How many there are. */
  int size() {
    return records.size();
  }

  /** Exactly the records that were fed, each at its place in the sums of its group. */
  void assertAllCameOutOnce(List<String> lines) {
    Map<String, Map<Long, String[]>> groups = new HashMap<>();
    for (String line : lines) {
      String[] fields = line.split(",");
      groups
          .computeIfAbsent(fields[1], group -> new TreeMap<>())
          .put(Long.valueOf(fields[3]), fields);
    }
    assertThat(lines.stream().map(line -> line.replaceFirst(",\\d+,\\d+$", "")))
        .as("the committed records")
        .containsExactlyInAnyOrderElementsOf(records.stream().map(Record::line).toList());
    groups.forEach(
        (group, byCount) -> {
          long count = 0;
          long total = 0;
          for (String[] fields : byCount.values()) {
            count++;
            total += Long.parseLong(fields[2]);
            assertThat(fields[3] + "," + fields[4])
                .as("count and total of %s at record %s", group, fields[0])
                .isEqualTo(count + "," + total);
          }
        });
  }
}
