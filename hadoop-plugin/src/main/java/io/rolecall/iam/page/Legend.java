package io.rolecall.iam.page;

/** What the arrows of the picture mean. */
final class Legend {

  private Legend() {}

  static void write(Markup page) {
    page.open("figcaption").open("ul", "class", "key").line();
    arrow(page, "assumes", "assumes a role of its account");
    arrow(page, "assumes foreign", "assumes a role of another account");
    arrow(page, "reaches", "reaches a location of its account");
    arrow(page, "reaches foreign", "reaches a location of another account");
    page.close().closeLine();
  }

  private static void arrow(Markup page, String css, String meaning) {
    page.open("li");
    page.open("svg", "aria-hidden", "true", "width", 46, "height", 16, "viewBox", "0 0 46 16");
    page.empty("path", "class", css, "d", "M2 8H36");
    page.empty("path", "class", css + " head", "d", "M36 4L44 8L36 12Z");
    page.close().text(meaning).closeLine();
  }
}
