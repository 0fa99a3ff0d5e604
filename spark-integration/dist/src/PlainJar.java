import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes jars anew, without what Maven's archivers take over from the builder's files: their modes, which
 * are those of his umask. Order, times and bytes stay: {@code java PlainJar.java JAR...}
 */
final class PlainJar {

  private PlainJar() {}

  public static void main(String[] jars) throws IOException {
    for (String name : jars) {
      Path jar = Path.of(name);
      Path plain = Path.of(name + ".plain");
      try (ZipFile from = new ZipFile(jar.toFile());
          OutputStream file = Files.newOutputStream(plain);
          ZipOutputStream to = new ZipOutputStream(file)) {
        for (Enumeration<? extends ZipEntry> entries = from.entries(); entries.hasMoreElements(); ) {
          ZipEntry entry = entries.nextElement();
          ZipEntry copy = new ZipEntry(entry.getName());
          // In no time zone, as zip has it.
          copy.setTimeLocal(entry.getTimeLocal());
          to.putNextEntry(copy);
          from.getInputStream(entry).transferTo(to);
          to.closeEntry();
        }
      }
      Files.move(plain, jar, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
