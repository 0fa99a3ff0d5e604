package io.rolecall.iam.page;

import java.util.List;

/** Draws a picture as SVG. */
final class Drawing {

  /** A picture that is so much higher than wide is printed on several pages. */
  private static final double TALL = 2.2;

  private static final int LANE_TITLE = 60;
  private static final int ROUND = 7;
  private static final int SIDE = 12;
  private static final int HEAD = 8;

  /** How far before a box an arrow that comes back turns down to it. */
  private static final int BEFORE = 16;

  private static final List<String> ROLES = List.of("Role", "Second role", "Third role");

  private final Markup page;
  private final Picture picture;
  private final Layout layout;

  private Drawing(Markup page, Picture picture) {
    this.page = page;
    this.picture = picture;
    this.layout = new Layout(picture);
  }

  /**
   * Draws.
   *
   * @param page where to
   * @param picture what
   * @param summary the same in a sentence, for those who do not see it
   */
  static void draw(Markup page, Picture picture, String summary) {
    new Drawing(page, picture).draw(summary);
  }

  private void draw(String summary) {
    page.open(
        "svg",
        "class",
        layout.rows().height() > TALL * layout.width() ? "picture tall" : "picture",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "role",
        "img",
        "aria-labelledby",
        "picture-title picture-desc",
        "viewBox",
        "0 0 " + layout.width() + " " + layout.rows().height(),
        "width",
        layout.width(),
        "height",
        layout.rows().height());
    page.line().text("title", "Who reaches what", "id", "picture-title");
    page.text("desc", summary, "id", "picture-desc").line();
    for (int column = 0; column < layout.columns(); column++) {
      label("column", layout.left(column), 20, head(column));
    }
    page.line();
    layout.rows().lanes().forEach(this::lane);
    picture.arrows().forEach(this::arrow);
    picture.boxes().forEach(this::box);
    page.closeLine();
  }

  private String head(int column) {
    if (column == 0) {
      return "Who calls AWS";
    }
    if (column > picture.depth()) {
      return "Location";
    }
    return column <= ROLES.size() ? ROLES.get(column - 1) : "Role " + column;
  }

  private void lane(Rows.Lane lane) {
    page.empty(
        "rect",
        "class",
        "lane",
        "x",
        1,
        "y",
        lane.top(),
        "width",
        layout.width() - 2,
        "height",
        lane.height(),
        "rx",
        10);
    String account = Visible.of(Words.account(lane.account()));
    label("account", 16, lane.top() + 22, Cells.lines(account, LANE_TITLE, 1).get(0));
    page.line();
  }

  private void label(String css, int x, int y, String text) {
    page.text("text", text, "class", css, "x", x, "y", y);
  }

  private void arrow(Arrow arrow) {
    String kind =
        (arrow.to().kind() == Box.Kind.PLACE ? "reaches" : "assumes")
            + (arrow.isForeign() ? " foreign" : "");
    int x = layout.left(arrow.to());
    int y = layout.rows().arrives(arrow);
    page.empty("path", "class", kind, "d", path(arrow, x - (arrow.isForeign() ? HEAD : 2), y));
    page.empty(
        "path",
        "class",
        kind + " head",
        "d",
        "M"
            + (x - HEAD)
            + " "
            + (y - 4)
            + "L"
            + x
            + " "
            + y
            + "L"
            + (x - HEAD)
            + " "
            + (y + 4)
            + "Z");
    page.line();
  }

  private String path(Arrow arrow, int x, int y) {
    int from = layout.rows().leaves(arrow);
    int turn = layout.turns(arrow);
    int start = layout.right(arrow.from());
    StringBuilder path = new StringBuilder("M" + start + " " + from);
    if (arrow.isForward()) {
      turn(path, start, turn, from, y, x);
    } else {
      int above = layout.rows().top(arrow.to()) - Rows.APART;
      int before = layout.left(arrow.to()) - BEFORE;
      turn(path, start, turn, from, above, before);
      turn(path, turn, before, above, y, x);
    }
    return path.append("H").append(x).toString();
  }

  /** From a place to where it turns, up or down, and on; with round corners. */
  private static void turn(StringBuilder path, int start, int turn, int from, int to, int on) {
    int round = Math.min(ROUND, Math.abs(to - from) / 2);
    if (round > 0) {
      int side = start < turn ? round : -round;
      int down = to > from ? round : -round;
      path.append("H").append(turn - side);
      path.append("Q").append(turn).append(' ').append(from);
      path.append(' ').append(turn).append(' ').append(from + down);
      path.append("V").append(to - down);
      path.append("Q").append(turn).append(' ').append(to);
      path.append(' ').append(turn + (on > turn ? round : -round)).append(' ').append(to);
    }
  }

  private void box(Box box) {
    page.open(
        "svg",
        "class",
        box.kind().css(),
        "x",
        layout.left(box),
        "y",
        layout.rows().top(box),
        "width",
        box.kind().width(),
        "height",
        box.height());
    page.text("title", box.whole());
    page.empty(
        "rect",
        "class",
        "frame",
        "x",
        1,
        "y",
        1,
        "width",
        box.kind().width() - 2,
        "height",
        box.height() - 2,
        "rx",
        box.kind() == Box.Kind.IDENTITY ? 20 : box.kind() == Box.Kind.ROLE ? 7 : 0);
    List<String> name = box.nameLines();
    for (int i = 0; i < name.size(); i++) {
      label("name", SIDE, box.nameAt(i), name.get(i));
    }
    for (int i = 0; i < box.lines().size(); i++) {
      line(box, box.lines().get(i), box.lineAt(i));
    }
    page.closeLine();
  }

  private void line(Box box, Box.Line line, int middle) {
    int x = SIDE;
    if (!line.pill().isEmpty()) {
      page.open("g", "class", "pill " + Tables.css(line.pill()));
      page.empty("rect", "x", x, "y", middle - 8, "width", line.pillWidth(), "height", 16, "rx", 8);
      page.text("text", line.pill(), "x", x + line.pillWidth() / 2, "y", middle + 4).close();
      x += line.pillWidth() + SIDE / 2;
    }
    page.text("text", box.drawn(line), "class", "line", "x", x, "y", middle + 4);
  }
}
