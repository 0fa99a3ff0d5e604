package io.rolecall.mapreduce;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** A page of docs/guides, whose code blocks tests run as they stand there. */
record GuidePage(String name, String text) {

  static GuidePage of(String name) throws IOException {
    Path guides = Path.of(System.getProperty("rolecall.root"), "docs/guides");
    return new GuidePage(name, Files.readString(guides.resolve(name + ".md")));
  }

  /** The code block that is marked with a label, as in {@code ```sh label}. */
  String block(String label) {
    Matcher block =
        Pattern.compile("(?ms)^```\\w+ " + Pattern.quote(label) + "\\n(.*?)^```$").matcher(text);
    if (!block.find()) {
      throw new AssertionError(name + ".md has no block '" + label + "'");
    }
    return block.group(1);
  }

  /** Sets what a block of properties says. */
  void set(String label, Configuration conf) throws IOException {
    Properties settings = new Properties();
    settings.load(new StringReader(block(label)));
    settings.forEach((key, value) -> conf.set(key.toString(), value.toString()));
  }
}
