package io.rolecall.iam.page;

/**
 * Where the boxes of a picture are from left to right: identities, roles in the order in which they
 * are assumed, and places; between these, the arrows go up and down.
 */
final class Layout {

  private static final int SIDE = 16;

  private final Picture picture;
  private final Rows rows;
  private final Tracks tracks;
  private final int[] lefts;

  Layout(Picture picture) {
    this.picture = picture;
    this.rows = new Rows(picture);
    this.tracks = new Tracks(rows, picture);
    this.lefts = new int[picture.depth() + 2];
    int x = SIDE;
    for (int column = 0; column < lefts.length; column++) {
      lefts[column] = x;
      x += widthOf(column) + (column + 1 < lefts.length ? tracks.width(column) : 0);
    }
  }

  private int widthOf(int column) {
    return column == 0
        ? Box.Kind.IDENTITY.width()
        : column <= picture.depth() ? Box.Kind.ROLE.width() : Box.Kind.PLACE.width();
  }

  Rows rows() {
    return rows;
  }

  int columns() {
    return lefts.length;
  }

  int left(int column) {
    return lefts[column];
  }

  int left(Box box) {
    return lefts[box.kind() == Box.Kind.PLACE ? picture.depth() + 1 : box.depth()];
  }

  int right(Box box) {
    return left(box) + box.kind().width();
  }

  /** Where an arrow goes up or down. */
  int turns(Arrow arrow) {
    int column = Tracks.behind(arrow, picture);
    return lefts[column] + widthOf(column) + tracks.of(arrow);
  }

  int width() {
    return lefts[lefts.length - 1] + Box.Kind.PLACE.width() + SIDE;
  }
}
