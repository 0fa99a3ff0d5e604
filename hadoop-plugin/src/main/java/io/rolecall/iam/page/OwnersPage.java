package io.rolecall.iam.page;

import io.rolecall.iam.policy.AccountPolicies;
import io.rolecall.iam.policy.RolePolicies;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One page, which needs nothing else: who reaches what by routes, drawn, and as tables with the
 * same facts. It has no secrets: of external ids it tells whether they are demanded. The same facts
 * give the same page.
 */
public final class OwnersPage {

  private final Markup page = new Markup();
  private final List<ShownRoute> routes;
  private final List<AccountPolicies> owners;
  private final List<RolePolicies> roles;
  private final List<String> notes;
  private final Optional<String> account;

  private OwnersPage(
      List<ShownRoute> routes,
      List<AccountPolicies> owners,
      List<String> notes,
      Optional<String> account) {
    this.routes =
        routes.stream()
            .filter(route -> account.isEmpty() || route.concerns(account.get()))
            .toList();
    this.roles = owners.stream().flatMap(owner -> owner.roles().stream()).toList();
    this.owners =
        owners.stream()
            .filter(owner -> account.isEmpty() || owner.account().equals(account.get()))
            .toList();
    this.notes = notes;
    this.account = account;
  }

  /**
   * The page.
   *
   * @param routes the routes, in the order in which they are listed
   * @param owners what all owners set for them
   * @param notes what there is to know besides
   * @param account the only account whose part is shown; empty for all
   * @return HTML, which a parser of XML reads, too
   */
  public static String of(
      List<ShownRoute> routes,
      List<AccountPolicies> owners,
      List<String> notes,
      Optional<String> account) {
    return new OwnersPage(routes, owners, notes, account).write();
  }

  private String write() {
    page.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en").line();
    head();
    page.open("body").line();
    header();
    page.open("main").line();
    picture();
    section("routes", "Each route", "A location ends where another one below it begins.");
    new ReachTable(page).write(routes);
    page.closeLine();
    if (owners.stream().anyMatch(owner -> !owner.roles().isEmpty())) {
      section("roles", "Whom each role trusts", "As the trust policies of rolecall iam say it.");
      new OwnerTables(page).roles(owners);
      page.closeLine();
    }
    if (OwnerTables.hasForeign(owners)) {
      section(
          "foreign",
          "Buckets and KMS keys that other accounts use",
          "Their policies have to name these, beside what the roles' own permissions say.");
      new OwnerTables(page).foreign(owners);
      page.closeLine();
    }
    notes();
    page.closeLine();
    page.open("footer");
    page.text(
        "p",
        "Written by rolecall iam --html from routes alone, without a call to AWS: it tells what the"
            + " owners of the accounts are asked to set, not what they have set. The values of"
            + " external ids are not on this page.");
    return page.closeLine().close().closeLine().page();
  }

  private void head() {
    page.open("head").line();
    page.empty("meta", "charset", "utf-8").line();
    page.empty("meta", "http-equiv", "Content-Security-Policy", "content", PageStyle.policy())
        .line();
    page.empty("meta", "name", "referrer", "content", "no-referrer").line();
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    page.open("title")
        .text("Who reaches what")
        .text(account.map(id -> ": account " + Visible.of(id)).orElse(""));
    page.closeLine().style(PageStyle.SHEET).line().closeLine();
  }

  private void header() {
    page.open("header").open("h1").text("Who reaches what");
    account.ifPresent(id -> page.text(" of account ").text(Visible.of(id)));
    page.closeLine();
    page.text("p", numbers(), "class", "numbers").line();
    page.text(
        "p",
        "Which roles jobs with these routes assume, and what they reach with them, for the owners of"
            + " the accounts. What leads from one account into another is dashed.");
    page.closeLine();
  }

  private String numbers() {
    Set<String> accounts = new TreeSet<>();
    Set<String> places = new TreeSet<>();
    Set<String> assumed = new TreeSet<>();
    for (ShownRoute route : routes) {
      places.add(route.reach().place());
      accounts.add(route.owner());
      route.reach().start().ifPresent(start -> accounts.add(start.account()));
      route
          .reach()
          .steps()
          .forEach(
              step -> {
                accounts.add(step.role().account());
                assumed.add(step.role().toString());
              });
    }
    accounts.remove("");
    return String.join(
        ", ",
        Words.count(places.size(), "location"),
        Words.count(assumed.size(), "role"),
        Words.count(accounts.size(), "account"));
  }

  private void section(String id, String title, String more) {
    page.open("section").line().text("h2", title, "id", id);
    page.line().text("p", more, "class", "more").line();
  }

  private void picture() {
    Picture picture = Picture.of(routes, roles);
    section(
        "picture",
        "At a glance",
        "Long names are cut, and a role's many locations are counted; the tables have all in full.");
    page.open("figure");
    page.open(
        "div", "class", "wide", "role", "region", "aria-labelledby", "picture", "tabindex", 0);
    Drawing.draw(page, picture, numbers() + ". The tables below have the same facts.");
    page.closeLine();
    Legend.write(page);
    page.closeLine().closeLine();
  }

  private void notes() {
    if (!notes.isEmpty()) {
      section("notes", "To know besides", "What the policies cannot say, and what is not in them.");
      page.open("ul", "class", "notes").line();
      notes.forEach(note -> page.open("li").text(Visible.of(note)).closeLine());
      page.close().closeLine();
    }
  }
}
