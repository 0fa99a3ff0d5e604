package io.rolecall.iam.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names on the page: all of them can be seen. */
class VisibleTest {

  /** Names with Java's escapes, and what is shown. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "data/to us | data/to us",
        "<b>&amp;' | <b>&amp;'",
        // Turns of direction, of which some isolate.
        "a\\u202Eb | a⟨U+202E⟩b",
        "\\u2066a\\u2069 | ⟨U+2066⟩a⟨U+2069⟩",
        "\\u200Fa\\u061C | ⟨U+200F⟩a⟨U+061C⟩",
        // Letters that are read from the right are letters.
        "\\u05D0\\u05D1 | אב",
        // Controls and ends of lines.
        "a\\tb\\nc\\u0000\\u007F | a⟨U+0009⟩b⟨U+000A⟩c⟨U+0000⟩⟨U+007F⟩",
        "a\\u0085b\\u2028c\\u2029 | a⟨U+0085⟩b⟨U+2028⟩c⟨U+2029⟩",
        // What has no width, or no shape.
        "a\\u200Bb\\u00ADc\\uFEFF | a⟨U+200B⟩b⟨U+00AD⟩c⟨U+FEFF⟩",
        "\\u3164\\u2800\\u115F | ⟨U+3164⟩⟨U+2800⟩⟨U+115F⟩",
        "a\\uFE0Fb\\uDB40\\uDD00 | a⟨U+FE0F⟩b⟨U+E0100⟩",
        // No characters: halves, those that are never assigned, those of private use.
        "a\\uD800b\\uDC00 | a⟨U+D800⟩b⟨U+DC00⟩",
        "\\uFFFF\\uFFFE\\uE000 | ⟨U+FFFF⟩⟨U+FFFE⟩⟨U+E000⟩",
        // Spaces that are no single ones between words.
        "\\u0020a\\u0020\\u0020b\\u0020 | ⟨U+0020⟩a ⟨U+0020⟩b⟨U+0020⟩",
        "a\\u00A0b\\u3000 | a⟨U+00A0⟩b⟨U+3000⟩",
        // Accents, and heaps of them.
        "e\\u0301\\u0302x | e\u0301\u0302x",
        "e\\u0301\\u0302\\u0303\\u0304x | e\u0301\u0302⟨U+0303⟩⟨U+0304⟩x",
        "\\u0301a | ⟨U+0301⟩a",
        "\\uD83D\\uDE00 | 😀",
      })
  void everyNameCanBeSeen(String name, String shown) {
    assertThat(Visible.of(java(name))).isEqualTo(shown);
  }

  /** CSV has no escapes: those of Java are read here. */
  private static String java(String text) {
    StringBuilder read = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\u", i)) {
        read.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
        i += 5;
      } else if (text.startsWith("\\t", i) || text.startsWith("\\n", i)) {
        read.append(text.charAt(i + 1) == 't' ? '\t' : '\n');
        i++;
      } else {
        read.append(text.charAt(i));
      }
    }
    return read.toString();
  }
}
