package io.rolecall.iam.page;

import java.util.Collection;
import java.util.List;

/** What the tables of the page have in common. */
final class Tables {

  private Tables() {}

  /** Begins a table that the heading of this id names; one that is too wide can be moved. */
  static void open(Markup page, String heading, List<String> head) {
    page.open("div", "class", "wide", "role", "region", "aria-labelledby", heading, "tabindex", 0);
    page.open("table", "aria-labelledby", heading).open("thead").open("tr");
    head.forEach(title -> page.text("th", title, "scope", "col"));
    page.close().closeLine().open("tbody").line();
  }

  static void close(Markup page) {
    page.close().close().closeLine();
  }

  /** Begins a line of less weight. */
  static Markup small(Markup page, String text) {
    return page.open("span", "class", "small").text(text);
  }

  static void names(Markup page, Collection<String> names) {
    boolean first = true;
    for (String name : names) {
      page.text(first ? "" : ", ").name(name);
      first = false;
    }
  }

  /** The class of what somebody may do. */
  static String css(String may) {
    return switch (may) {
      case "read", "write", "read-write" -> may;
      default -> "may";
    };
  }
}
