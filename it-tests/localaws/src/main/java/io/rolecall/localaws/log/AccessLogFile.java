package io.rolecall.localaws.log;

import io.rolecall.localaws.text.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Appends the access log to a file, one JSON object a line. Thread-safe. */
public final class AccessLogFile implements Consumer<AccessLog.Entry> {
  private final Path file;

  public AccessLogFile(Path file) {
    this.file = file;
  }

  @Override
  public synchronized void accept(AccessLog.Entry entry) {
    try {
      Files.writeString(
          file,
          JsonText.of(fields(entry)) + '\n',
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the access log " + file, e);
    }
  }

  private static Map<String, @Nullable Object> fields(AccessLog.Entry entry) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("time", entry.time());
    fields.put("requestId", entry.requestId());
    fields.put("principal", entry.client().principalArn());
    fields.put("accessKeyId", entry.client().accessKeyId());
    fields.put("service", entry.call().service());
    fields.put("operation", entry.call().operation());
    fields.put("bucket", entry.call().bucket());
    fields.put("key", entry.call().key());
    if (!entry.call().deleted().isEmpty()) {
      fields.put("deleted", entry.call().deleted());
    }
    fields.put("method", entry.call().method());
    fields.put("path", entry.call().path());
    fields.put("status", entry.status());
    fields.put("errorCode", entry.errorCode());
    fields.put("userAgent", entry.client().userAgent());
    fields.put("referrer", entry.client().referrer());
    fields.put("client", entry.client().address());
    AccessLog.RoleRequest role = entry.roleRequest();
    if (role != null) {
      fields.put("roleArn", role.roleArn());
      fields.put("sessionName", role.sessionName());
      fields.put("hasExternalId", role.hasExternalId());
      fields.put("durationSeconds", role.durationSeconds());
      fields.put("tags", role.tags());
      fields.put("sourceIdentity", role.sourceIdentity());
    }
    return fields;
  }
}
