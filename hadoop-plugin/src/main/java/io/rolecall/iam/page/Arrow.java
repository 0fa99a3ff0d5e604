package io.rolecall.iam.page;

/**
 * An arrow of the picture.
 *
 * @param from who assumes a role, or reaches a place
 * @param to the role or the place
 * @param line the line of the box at which it arrives
 */
record Arrow(Box from, Box to, int line) {

  /** Whether it leads into another account. */
  boolean isForeign() {
    return !from.account().equals(to.account());
  }

  /** Whether it leads to the right. */
  boolean isForward() {
    return to.kind() == Box.Kind.PLACE || to.depth() > from.depth();
  }
}
