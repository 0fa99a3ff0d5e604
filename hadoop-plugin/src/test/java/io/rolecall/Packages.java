package io.rolecall;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The packages from the bottom to the top, and what each may import. */
final class Packages {

  private static final String AWS = "software.amazon.awssdk..";
  private static final String AWS_V1 = "com.amazonaws..";
  private static final String COMET = "org.apache.comet.cloud.s3..";
  private static final String DATABRICKS = "com.databricks.sdk..";
  private static final String HADOOP = "org.apache.hadoop..";
  private static final String ICEBERG = "org.apache.iceberg..";
  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String REACTIVE = "org.reactivestreams..";
  private static final String SLF4J = "org.slf4j..";
  private static final String JMX = "javax.management..";
  private static final String XML = "javax.xml.stream..";
  private static final String PICOCLI = "picocli..";

  private static final String ROOT = "io.rolecall.";
  private static final String OTHERS = "..";

  private static final Map<String, Set<String>> IMPORTS = new LinkedHashMap<>();

  private Packages() {}

  static {
    allow("process");
    allow("text");
    allow("failure", HADOOP);
    allow("route");
    allow("mappings", "route", JACKSON, XML);
    allow("iam.policy", "route", JACKSON);
    allow("iam.template", "route", "iam.policy", JACKSON);
    allow("iam", "route", "iam.policy", JACKSON);
    allow("iam.page", "route", "iam.policy", "iam");
    allow("logging", "process", "org.apache.logging.log4j..", "org.apache.log4j..", SLF4J);
    allow("session", "text", "route");
    allow("renewal", "process", "session", SLF4J);
    allow("metrics", "renewal", HADOOP, JMX);
    allow("grant", "route", "session", "renewal");
    allow("config", "failure", "route", "session", "text", HADOOP);
    allow("routes.json", "process", "failure", "route", "iam", "config", HADOOP, JACKSON, SLF4J);
    allow(
        "routes",
        "process",
        "text",
        "route",
        "iam",
        "config",
        "routes.json",
        HADOOP,
        JACKSON,
        SLF4J);
    allow("declaration", "route", "config", "routes", "process", "text", HADOOP, SLF4J);
    allow("catalogs", "text", "route", "config", "routes", "declaration", HADOOP);
    allow(
        "identity", "text", "failure", "route", "session", "config", "routes.json", "routes", AWS);
    allow(
        "identity.saml",
        "process",
        "text",
        "failure",
        "route",
        "session",
        "routes.json",
        "identity",
        "javax.xml..",
        "org.w3c.dom..",
        "org.xml.sax..");
    allow(
        "sts",
        "text",
        "logging",
        "iam",
        "route",
        "session",
        "renewal",
        "config",
        "identity",
        "identity.saml",
        AWS,
        SLF4J);
    allow(
        "handoff",
        "text",
        "logging",
        "route",
        "session",
        "config",
        "routes",
        "identity",
        "sts",
        AWS,
        DATABRICKS,
        HADOOP,
        JACKSON,
        XML);
    allow(
        "credentials",
        "text",
        "route",
        "session",
        "renewal",
        "grant",
        "config",
        "routes",
        "identity",
        AWS,
        HADOOP);
    allow("signing", "route", "iam", "session", "metrics", "credentials", AWS, REACTIVE, XML);
    allow("mailbox", "process", "text", "failure", "config", "javax.crypto..", HADOOP, SLF4J);
    allow(
        "token", "process", "text", "failure", "route", "session", "grant", "config", "mailbox",
        HADOOP, SLF4J);
    allow(
        "driver",
        "route",
        "session",
        "renewal",
        "grant",
        "config",
        "routes",
        "identity",
        "identity.saml",
        "sts",
        "credentials",
        HADOOP);
    allow(
        "executor",
        "process",
        "failure",
        "route",
        "session",
        "renewal",
        "grant",
        "config",
        "routes",
        "credentials",
        "token",
        HADOOP);
    allow(
        "job",
        "failure",
        "process",
        "logging",
        "route",
        "session",
        "renewal",
        "metrics",
        "grant",
        "config",
        "routes",
        "declaration",
        "sts",
        "credentials",
        "token",
        "driver",
        "executor",
        AWS,
        HADOOP);
    allow(
        "client",
        "route",
        "config",
        "routes",
        "declaration",
        "credentials",
        "signing",
        "job",
        AWS,
        HADOOP);
    allow(
        "iceberg",
        "text",
        "catalogs",
        "config",
        "routes",
        "declaration",
        "client",
        AWS,
        HADOOP,
        ICEBERG);
    allow(
        "comet",
        "route",
        "session",
        "config",
        "routes",
        "declaration",
        "credentials",
        "job",
        AWS,
        COMET,
        HADOOP);
    allow("emrfs", "route", "config", "job", AWS, AWS_V1, HADOOP);
    allow(
        "delegation",
        "process",
        "route",
        "renewal",
        "grant",
        "config",
        "routes",
        "declaration",
        "credentials",
        "token",
        "job",
        HADOOP);
    allow(
        "s3a",
        "text",
        "route",
        "renewal",
        "config",
        "declaration",
        "credentials",
        "signing",
        AWS,
        HADOOP,
        SLF4J);
    allow("supply.end", "process", "text", "failure", HADOOP);
    allow("supply.loopback", "process", "handoff");
    allow(
        "supply.sessions",
        "failure",
        "text",
        "route",
        "session",
        "renewal",
        "config",
        "routes",
        "declaration",
        "handoff",
        "credentials",
        "job",
        "supply.loopback",
        HADOOP);
    allow(
        "supply.tokens",
        "failure",
        "route",
        "session",
        "renewal",
        "config",
        "mailbox",
        "token",
        "delegation",
        "supply.end",
        HADOOP);
    allow(
        "supply.run",
        "process",
        "failure",
        "route",
        "session",
        "config",
        "handoff",
        "token",
        "job",
        "supply.end",
        "supply.loopback",
        "supply.sessions",
        "supply.tokens",
        HADOOP);
    allow("doctor.check", "route", "routes", "declaration", HADOOP, JACKSON);
    allow(
        "doctor.written",
        "route",
        "config",
        "routes",
        "declaration",
        "catalogs",
        "s3a",
        "doctor.check",
        HADOOP);
    allow(
        "doctor.routes",
        "route",
        "session",
        "config",
        "routes",
        "declaration",
        "sts",
        "credentials",
        "driver",
        "s3a",
        "doctor.check",
        "doctor.written",
        HADOOP,
        JACKSON);
    allow("doctor.probe", "failure", "route", "routes", "renewal", "s3a", "doctor.check", HADOOP);
    allow("doctor", "doctor.check", "doctor.written", "doctor.routes", "doctor.probe");
    allow(
        "cli.options",
        "failure",
        "route",
        "config",
        "routes.json",
        "routes",
        "handoff",
        "doctor.check",
        HADOOP,
        PICOCLI);
    allow(
        "cli.iam",
        "failure",
        "route",
        "iam.policy",
        "iam.template",
        "iam",
        "iam.page",
        "config",
        "routes",
        "declaration",
        "sts",
        "cli.options",
        HADOOP,
        JACKSON,
        PICOCLI);
    allow(
        "cli",
        "process",
        "text",
        "failure",
        "route",
        "mappings",
        "session",
        "config",
        "routes.json",
        "routes",
        "declaration",
        "sts",
        "handoff",
        "token",
        "driver",
        "supply.end",
        "supply.sessions",
        "supply.tokens",
        "supply.run",
        "doctor.check",
        "doctor.written",
        "doctor.routes",
        "doctor",
        "cli.options",
        "cli.iam",
        HADOOP,
        JACKSON,
        PICOCLI);
  }

  private static void allow(String name, String... imports) {
    IMPORTS.put(name, new LinkedHashSet<>(List.of(imports)));
  }

  /** All of ours, each after those that it may import. */
  static Set<String> names() {
    return IMPORTS.keySet();
  }

  /** The full name of one of ours. */
  static String full(String name) {
    return ROOT + name;
  }

  /** What one of ours may import besides itself and the JDK; those of others as patterns. */
  static Set<String> imports(String name) {
    return requireNonNull(IMPORTS.get(name), name);
  }

  /** Those of ours that one of ours may import. */
  static Set<String> ours(String name) {
    Set<String> ours = new TreeSet<>(imports(name));
    ours.removeIf(other -> other.endsWith(OTHERS));
    return ours;
  }

  /** Those of {@link #ours} that it does not reach through another of them. */
  static Set<String> direct(String name) {
    Set<String> direct = new TreeSet<>(ours(name));
    ours(name).forEach(other -> direct.removeAll(reached(other)));
    return direct;
  }

  private static Set<String> reached(String name) {
    Set<String> reached = new TreeSet<>(ours(name));
    ours(name).forEach(other -> reached.addAll(reached(other)));
    return reached;
  }
}
