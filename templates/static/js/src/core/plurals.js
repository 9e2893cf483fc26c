/**
 * The key of the form of a text that a number needs in a language, as `form` of generator/publish/words/display_names.py:
 * with _zero for none or the language's plural form as its ending; the key itself where there is no such text.
 *
 * @param {Record<string, string>} texts
 * @param {string} key
 * @param {number} n
 * @param {string} language
 */
export function form(texts, key, n, language) {
  const endings = [...(n === 0 ? ["zero"] : []), new Intl.PluralRules(language).select(n)];
  return endings.map((ending) => `${key}_${ending}`).find((name) => name in texts) ?? key;
}
