package io.rolecall.iam.page;

import io.rolecall.iam.Reach;
import io.rolecall.route.SessionTerms;
import java.util.Collection;
import java.util.List;

/** The table of all routes: each fact of the picture, and in full. */
final class ReachTable {

  private static final List<String> HEAD =
      List.of("Location", "For", "May", "By whom, from the first to the last", "Session");

  private final Markup page;

  ReachTable(Markup page) {
    this.page = page;
  }

  void write(List<ShownRoute> routes) {
    Tables.open(page, "routes", HEAD);
    routes.forEach(this::row);
    Tables.close(page);
  }

  private void row(ShownRoute route) {
    page.open("tr").open("th", "scope", "row");
    location(route);
    page.close().open("td");
    audience(route);
    page.close().open("td");
    may(route);
    page.close().open("td");
    chain(route.reach());
    page.close().open("td");
    session(route.reach());
    page.close().closeLine();
  }

  private void location(ShownRoute route) {
    String place = route.reach().place();
    if (place.equals(Reach.EVERY_OTHER)) {
      page.text(PlaceBox.named(place));
    } else {
      page.name(place);
    }
    String owner = route.owner();
    if (route.reach().bucketOwner().isPresent()) {
      Tables.small(page, "bucket of ").name(owner).close();
    }
    if (!route.sets().isEmpty()) {
      Tables.small(page, "only ");
      Tables.names(page, route.sets());
      page.close();
    }
  }

  private void audience(ShownRoute route) {
    if (route.isForEverybody()) {
      page.text("every user");
      return;
    }
    named("user", route.users());
    named("group", route.groups());
  }

  private void named(String what, Collection<String> names) {
    if (!names.isEmpty()) {
      page.open("div").text(what + (names.size() == 1 ? " " : "s "));
      Tables.names(page, names);
      page.close();
    }
  }

  private void may(ShownRoute route) {
    page.text("span", route.may(), "class", "tag " + Tables.css(route.may()));
    if (route.reach().narrowed()) {
      Tables.small(page, "sessions are narrowed to it").close();
    }
    if (!route.keys().isEmpty()) {
      Tables.small(page, route.keys().size() == 1 ? "KMS key " : "KMS keys ");
      Tables.names(page, route.keys().stream().map(key -> key.arn()).toList());
      page.close();
    }
  }

  private void chain(Reach reach) {
    if (reach.start().isEmpty()) {
      page.text("nobody: requests are not signed");
      return;
    }
    Reach.Identity start = reach.start().get();
    page.open("ol", "class", "chain").open("li");
    page.name(start.arn()).text(" (" + start.kind() + ")").close();
    String account = start.account();
    for (Reach.Step step : reach.steps()) {
      page.open("li").name(step.role().toString());
      if (!step.role().account().equals(account)) {
        page.text(" ").text("span", "other account", "class", "tag other");
      }
      if (step.externalId()) {
        page.text(" ").text("span", "with an external id", "class", "tag may");
      }
      page.close();
      account = step.role().account();
    }
    page.close();
  }

  private void session(Reach reach) {
    if (reach.steps().isEmpty()) {
      page.text(reach.start().isEmpty() ? "none" : "none: its own credentials");
      return;
    }
    SessionTerms terms = reach.steps().get(reach.steps().size() - 1).terms();
    page.text(Words.of(terms.duration()));
    if (reach.isSessionNamedByProvider()) {
      Tables.small(page, "named by the identity provider").close();
    } else {
      Tables.small(page, "name ").name(terms.sessionName()).close();
    }
    if (!terms.tags().isEmpty()) {
      Tables.small(page, "tags ");
      Tables.names(
          page,
          terms.tags().entrySet().stream()
              .map(tag -> tag.getKey() + "=" + tag.getValue())
              .toList());
      page.close();
    }
    terms
        .sourceIdentity()
        .ifPresent(template -> Tables.small(page, "source identity ").name(template).close());
    if (terms.policy().isPresent()) {
      Tables.small(page, "with a session policy of the route's own").close();
    }
  }
}
