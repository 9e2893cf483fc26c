const rows = [new Uint8Array(64), new Uint8Array(64), new Uint8Array(64)];

/**
 * Edit distance (insertion, deletion, substitution, transposition) from a query to a text or any prefix of it; more
 * than
 * `most` is returned as most + 1. Optimal string alignment within a band.
 *
 * @param {string} query At most 40 characters.
 * @param {string} text
 * @param {number} from Where in the text to begin.
 * @param {number} most
 * @param {boolean} whole The text has to end with the query.
 */
export function edits(query, text, from, most, whole) {
  const n = query.length;
  const m = Math.min(text.length - from, n + most);
  if (m < n - most || (whole && text.length - from > n + most)) return most + 1;
  let [before, last, row] = rows;
  for (let j = 0; j <= m; j += 1) last[j] = j;
  for (let i = 1; i <= n; i += 1) {
    const low = Math.max(1, i - most);
    const high = Math.min(m, i + most);
    let least = low === 1 ? Math.min(i, most + 1) : most + 1;
    row[low - 1] = low === 1 ? i : most + 1;
    for (let j = low; j <= high; j += 1) {
      const same = query[i - 1] === text[from + j - 1];
      // Outside the band of the previous row there is no predecessor.
      let best = Math.min(last[j - 1] + (same ? 0 : 1), row[j - 1] + 1, j > i - 1 + most ? 9 : last[j] + 1);
      if (i > 1 && j > 1 && query[i - 1] === text[from + j - 2] && query[i - 2] === text[from + j - 1]) {
        best = Math.min(best, before[j - 2] + 1);
      }
      row[j] = best;
      if (best < least) least = best;
    }
    if (high < m) row[high + 1] = most + 1;
    if (least > most) return most + 1;
    [before, last, row] = [last, row, before];
  }
  if (whole) return Math.min(last[m], most + 1);
  let end = most + 1;
  for (let j = Math.max(0, n - most); j <= m; j += 1) end = Math.min(end, last[j]);
  return end;
}
