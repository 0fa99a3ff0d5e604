package io.rolecall.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** What a file system is set to do, in a folder of its own. */
enum Workload {
  /** Creates and writes files of 4 KiB. */
  SMALL_WRITES("writes of 4 KiB", "file", 50, 200) {
    @Override
    void run(FileSystem fs, Path folder, int amount) throws IOException {
      for (int i = 0; i < amount; i++) {
        write(fs, new Path(folder, "file-" + i), SMALL, 1);
      }
    }
  },

  /** Opens and reads the files that were written. */
  SMALL_READS("reads of 4 KiB", "file", 50, 200) {
    @Override
    void prepare(FileSystem fs, Path folder, int amount) throws IOException {
      SMALL_WRITES.run(fs, folder, amount);
    }

    @Override
    void run(FileSystem fs, Path folder, int amount) throws IOException {
      for (int i = 0; i < amount; i++) {
        read(fs, new Path(folder, "file-" + i), SMALL.length);
      }
    }
  },

  /** Writes one file, in eight parts. */
  LARGE_WRITE("write of 64 MiB", "MiB", 64, 60) {
    @Override
    void run(FileSystem fs, Path folder, int amount) throws IOException {
      write(fs, new Path(folder, "large"), MEBIBYTE, amount);
    }
  },

  /** Reads it. */
  LARGE_READ("read of 64 MiB", "MiB", 64, 60) {
    @Override
    void prepare(FileSystem fs, Path folder, int amount) throws IOException {
      LARGE_WRITE.run(fs, folder, amount);
    }

    @Override
    void run(FileSystem fs, Path folder, int amount) throws IOException {
      read(fs, new Path(folder, "large"), (long) amount * MEBIBYTE.length);
    }
  },

  /** Lists a tree, {@link #LISTED}. */
  LIST("list of 10,000 keys", "key", 10_000, 60) {
    @Override
    void run(FileSystem fs, Path folder, int amount) throws IOException {
      RemoteIterator<LocatedFileStatus> files = fs.listFiles(new Path("/" + LISTED), true);
      int count = 0;
      while (files.hasNext()) {
        files.next();
        count++;
      }
      expect(count, amount, LISTED);
    }
  },

  /** Renames a folder of files, there and, the next time, back. */
  RENAME("rename of 100 files", "file", 100, 60) {
    @Override
    void prepare(FileSystem fs, Path folder, int amount) throws IOException {
      for (int i = 0; i < amount; i++) {
        write(fs, new Path(folder, "here/file-" + i), SMALL, 1);
      }
    }

    @Override
    void run(FileSystem fs, Path folder, int amount) throws IOException {
      Path here = new Path(folder, "here");
      Path there = new Path(folder, "there");
      boolean away = fs.exists(there);
      if (!(away ? fs.rename(there, here) : fs.rename(here, there))) {
        throw new IOException("not renamed: " + folder);
      }
    }
  };

  /** The folder of {@link #LIST}, of both file systems. */
  static final String LISTED = "listed";

  private static final byte[] SMALL = new byte[4096];
  private static final byte[] MEBIBYTE = new byte[1024 * 1024];

  private final String title;
  private final String unit;
  private final int amount;
  private final int turns;

  Workload(String title, String unit, int amount, int turns) {
    this.title = title;
    this.unit = unit;
    this.amount = amount;
    this.turns = turns;
  }

  /** What the table calls it. */
  String title() {
    return title;
  }

  /** What is counted. */
  String unit() {
    return unit;
  }

  /** How much of that one run does where it is measured. */
  int amount() {
    return amount;
  }

  /** How many turns each file system has: enough for an interval of 1.5 % to both sides. */
  int turns() {
    return turns;
  }

  /** Puts there what {@link #run} needs. */
  void prepare(FileSystem fs, Path folder, int amount) throws IOException {}

  /** Does it once, so much of it. */
  abstract void run(FileSystem fs, Path folder, int amount) throws IOException;

  private static void write(FileSystem fs, Path file, byte[] piece, int pieces) throws IOException {
    try (OutputStream out = fs.create(file, true)) {
      for (int i = 0; i < pieces; i++) {
        out.write(piece);
      }
    }
  }

  private static void read(FileSystem fs, Path file, long length) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long count = 0;
    try (InputStream in = fs.open(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        count += read;
      }
    }
    expect(count, length, file);
  }

  private static void expect(long found, long expected, Object where) throws IOException {
    if (found != expected) {
      throw new IOException(where + ": " + found + " instead of " + expected);
    }
  }
}
