package io.rolecall.boundary;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What code of the application itself does, in its driver or in tasks. */
final class DriverPrograms {

  private final Application application;

  DriverPrograms(Application application) {
    this.application = application;
  }

  /** {@code new Configuration(sc.hadoopConfiguration())}, then {@code set}. */
  List<String> byCopy(String location, Map<String, String> settings) throws Exception {
    return read(ReadWithCopy.class, location, settings);
  }

  /** The same on an executor. */
  List<String> byCopyInTask(String location, Map<String, String> settings) throws Exception {
    return read(ReadInTask.class, location, settings);
  }

  /** {@code SET spark.sql.catalog.C.hadoop.…}, which a catalog then puts in its Configuration. */
  List<String> byCatalogOverride(String location, Map<String, String> settings) throws Exception {
    Map<String, String> arguments = new TreeMap<>(settings);
    arguments.put(ReadAsCatalog.CATALOG, "bronze");
    return read(ReadAsCatalog.class, location, arguments);
  }

  private List<String> read(
      Class<? extends DriverCode> code, String location, Map<String, String> settings)
      throws IOException, InterruptedException {
    Map<String, String> arguments = new TreeMap<>(settings);
    arguments.put(ReadWithCopy.LOCATION, location);
    return application.run(code, arguments).lines().toList();
  }
}
