package io.rolecall.mapreduce;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The jar of a program, as its author would ship it. */
final class ProgramJar {

  private ProgramJar() {}

  /** Writes one with these classes. */
  static Path write(Path jar, Class<?>... classes) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      for (Class<?> one : classes) {
        String name = one.getName().replace('.', '/') + ".class";
        entries.putNextEntry(new JarEntry(name));
        try (InputStream in = one.getClassLoader().getResourceAsStream(name)) {
          in.transferTo(entries);
        }
      }
    }
    return jar;
  }
}
