package io.rolecall.it;

import io.rolecall.quickstart.Workplace;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A process that holds an input stream open and reads a byte wherever it is told; it can be stopped
 * and continued, as a suspended machine or container is.
 */
final class SuspendableReader implements AutoCloseable {

  private static final String ANSWER = "byte ";

  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  private SuspendableReader(Process process) {
    this.process = process;
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static SuspendableReader start(StreamsFixture fixture, String key, String duration)
      throws IOException {
    Configuration conf = fixture.conf(duration);
    StringWriter xml = new StringWriter();
    conf.writeXml(xml);
    SuspendableReader reader =
        new SuspendableReader(
            new ProcessBuilder(
                    System.getProperty("java.home")
                        + File.separator
                        + "bin"
                        + File.separator
                        + "java",
                    "-Xmx256m",
                    "-cp",
                    classPath(),
                    SuspendableReader.class.getName(),
                    StreamsFixture.path(key).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    // Not on the command line: it holds the base identity.
    reader.say(xml.toString().replace('\n', ' ').replace('\r', ' '));
    return reader;
  }

  private static String classPath() throws IOException {
    Workplace here = Workplace.ofThisProject();
    return String.join(
        File.pathSeparator,
        here.root().resolve("it-tests/target/test-classes").toString(),
        here.jobJar().toString(),
        here.pluginJar().toString(),
        Files.readString(here.root().resolve("it-tests/examples/target/spark.classpath")).trim());
  }

  private void say(String line) throws IOException {
    questions.write(line);
    questions.newLine();
    questions.flush();
  }

  int readAt(long position) throws IOException {
    say(String.valueOf(position));
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      // Logs may come the same way.
      if (line.startsWith(ANSWER)) {
        return Integer.parseInt(line.substring(ANSWER.length()));
      }
    }
    throw new IOException("the reader has ended");
  }

  void suspend() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", signal, String.valueOf(process.pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill " + signal + " did not work");
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(30, TimeUnit.SECONDS);
  }

  /** The process. */
  public static void main(String[] args) throws IOException {
    try (BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        BufferedWriter out =
            new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))) {
      Configuration conf = new Configuration(false);
      conf.addResource(
          new ByteArrayInputStream(String.valueOf(in.readLine()).getBytes(StandardCharsets.UTF_8)));
      // Streams that read ahead would have the bytes already.
      conf.set("fs.s3a.input.stream.type", "classic");
      conf.set("fs.s3a.experimental.input.fadvise", "random");
      Path path = new Path(args[0]);
      try (FileSystem fs = FileSystem.newInstance(path.toUri(), conf);
          FSDataInputStream stream = fs.open(path)) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          stream.seek(Long.parseLong(line));
          out.write(ANSWER + stream.read());
          out.newLine();
          out.flush();
        }
      }
    }
  }
}
