/* Segment Atlas: the search box, as a combobox with a list. Comes with its index (atlasData.search, made by
   generator/publish/client/search_index.py) when the box is first focused. What is typed is compared and never read as
   HTML. */
(function () {
  "use strict";
  var data = window.atlasData && window.atlasData.search;
  var input = document.querySelector(".find input");
  if (!data || !input) { return; }
  var root = new URL("..", document.currentScript.src);
  var MOST = 8;
  var EXACT = 0, PREFIX = 1, ALIAS = 2, WORD = 3, STATE = 4, TYPO = 5;
  var SIGNS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i" };

  /* Names: lower case, no accents, words apart by one space. */
  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "")
      .replace(/[ßæœøłđðþı]/g, function (sign) { return SIGNS[sign]; })
      .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ").trim();
  }

  function key(name) {
    var words = fold(name).split(" "), starts = [], at = 0;
    words.forEach(function (word) { starts.push(at); at += word.length; });
    return { name: name, words: words, flat: words.join(""), starts: starts };
  }

  function entries() {
    var found = [];
    data.kinds.forEach(function (kind) {
      kind.rows.forEach(function (row) {
        var state = row.length > 2 && row[2] >= 0 ? data.states[row[2]] : "";
        found.push({
          href: new URL(kind.before + row[1] + kind.after, root).href,
          where: state ? put(kind.within, state) : kind.label,
          keys: [row[0]].concat(row.slice(3)).map(key),
          state: state ? fold(state).split(" ") : []
        });
      });
    });
    return found;
  }

  function put(words, value) { return words.replace("{}", function () { return value; }); }

  /* Edits (a letter more, less or other, two neighbours swapped) from a query to a text, or to any beginning of it;
     more than `most` is told as most + 1. Optimal string alignment within a band. */
  var rows = [new Uint8Array(64), new Uint8Array(64), new Uint8Array(64)];
  function edits(query, text, from, most, whole) {
    var n = query.length, m = Math.min(text.length - from, n + most), i, j;
    if (m < n - most || (whole && text.length - from > n + most)) { return most + 1; }
    var before = rows[0], last = rows[1], row = rows[2], spare;
    for (j = 0; j <= m; j++) { last[j] = j; }
    for (i = 1; i <= n; i++) {
      var low = Math.max(1, i - most), high = Math.min(m, i + most), least = most + 1;
      row[low - 1] = low === 1 ? i : most + 1;
      if (low === 1) { least = Math.min(least, i); }
      for (j = low; j <= high; j++) {
        var same = query[i - 1] === text[from + j - 1];
        var best = Math.min(last[j - 1] + (same ? 0 : 1), row[j - 1] + 1, j > i - 1 + most ? 9 : last[j] + 1);
        if (i > 1 && j > 1 && query[i - 1] === text[from + j - 2] && query[i - 2] === text[from + j - 1]) {
          best = Math.min(best, before[j - 2] + 1);
        }
        row[j] = best;
        if (best < least) { least = best; }
      }
      if (high < m) { row[high + 1] = most + 1; }
      if (least > most) { return most + 1; }
      spare = before; before = last; last = row; row = spare;
    }
    if (whole) { return Math.min(last[m], most + 1); }
    var end = most + 1;
    for (j = Math.max(0, n - most); j <= m; j++) { end = Math.min(end, last[j]); }
    return end;
  }

  function allowed(length) { return length < 4 ? 0 : length < 7 ? 1 : 2; }

  function begins(word, words) {
    return words.some(function (other) { return other.indexOf(word) === 0; });
  }

  /* How an entry answers a query without a typo: a rank and the key that did, or null. */
  function strict(entry, query) {
    var best = null;
    entry.keys.forEach(function (one, i) {
      var rank = -1, within;
      if (one.flat === query.flat) { rank = i ? ALIAS : EXACT; }
      else if (one.flat.indexOf(query.flat) === 0) { rank = i ? ALIAS + 0.5 : PREFIX; }
      else if (one.starts.some(function (at) { return at && one.flat.indexOf(query.flat, at) === at; })) { rank = WORD; }
      else if (query.words.every(function (word) { return begins(word, one.words) || begins(word, entry.state); })) {
        within = query.words.some(function (word) { return begins(word, one.words); });
        rank = within ? WORD : STATE;
      }
      if (rank >= 0 && (!best || rank < best.rank)) { best = { entry: entry, rank: rank, key: i }; }
    });
    return best;
  }

  /* How far an entry is from a query with typos, or null. `twin`: only whole names one edit away. */
  function near(entry, query, twin) {
    var most = twin ? Math.min(1, query.most) : query.most, best = null;
    entry.keys.forEach(function (one, i) {
      var far = most + 1;
      (twin ? [0] : one.starts).forEach(function (at) {
        far = Math.min(far, edits(query.flat, one.flat, at, most, twin));
      });
      if (far > most && !twin && query.words.length > 1) { far = wordByWord(query, one.words.concat(entry.state), most); }
      if (far > most) { return; }
      // Another first letter, or a name that goes on, is the less likely meaning of the same number of edits.
      far += (one.flat[0] === query.flat[0] ? 0 : 0.5) + (edits(query.flat, one.flat, 0, most, true) > most ? 0.2 : 0);
      if (!best || far < best.far) { best = { entry: entry, rank: TYPO + far, far: far, key: i }; }
    });
    return best;
  }

  function wordByWord(query, words, most) {
    var sum = 0;
    query.words.forEach(function (word) {
      var limit = Math.min(most, allowed(word.length)), least = most + 1;
      words.forEach(function (other) {
        var far = other.indexOf(word) === 0 ? 0 : limit ? edits(word, other, 0, limit, true) : 1;
        if (far <= limit) { least = Math.min(least, far); }
      });
      sum += least;
    });
    return sum;
  }

  function find(text) {
    var query = key(text), found = [], add = function (one) { if (one) { found.push(one); } };
    if (!query.flat) { return null; }
    query.flat = query.flat.slice(0, 40);
    query.most = allowed(query.flat.length);
    index.forEach(function (entry) { add(strict(entry, query)); });
    if (query.most) {
      var known = found.map(function (one) { return one.entry; });
      var twin = found.some(function (one) { return one.rank < STATE; });
      index.forEach(function (entry) { if (known.indexOf(entry) < 0) { add(near(entry, query, twin)); } });
      var least = Math.min.apply(null, found.map(function (one) { return one.far || Infinity; }));
      found = found.filter(function (one) { return one.rank < TYPO || Math.floor(one.far) === Math.floor(least); });
    }
    // A stable sort: equal matches keep the order of the index, which is that of their customers.
    return found.sort(function (one, other) { return one.rank - other.rank; });
  }

  /* The list. */
  var index = entries();
  var panel = document.createElement("div");
  var list = document.createElement("div");
  var note = document.createElement("p");
  var status = document.createElement("p");
  var active = -1, sure = false;
  var style = document.createElement("style");
  style.textContent = data.style;
  document.head.append(style);
  panel.className = "found";
  panel.hidden = true;
  list.id = "find-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  status.className = "vh";
  status.setAttribute("role", "status");
  panel.append(note, list);
  input.after(panel, status);
  input.setAttribute("aria-controls", list.id);

  function piece(name, text) {
    var made = document.createElement("span");
    made.className = name;
    made.textContent = text;
    return made;
  }

  function option(href, name, also, where, i) {
    var made = document.createElement("a");
    made.id = "find-" + i;
    made.href = href;
    made.tabIndex = -1;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.append(piece("name", name));
    if (also) { made.append(piece("ev", " — " + put(data.words.also, also))); }
    if (where) { made.append(" ", piece("ev where", where)); }
    return made;
  }

  function show() {
    var found = find(input.value);
    list.textContent = "";
    mark(-1);
    if (!found) { open(false); status.textContent = ""; return; }
    var shown = found.slice(0, MOST);
    shown.forEach(function (one, i) {
      var keys = one.entry.keys;
      list.append(option(one.entry.href, keys[0].name, one.key ? keys[one.key].name : "", one.entry.where, i));
    });
    sure = shown.length > 0;
    note.hidden = sure;
    note.textContent = sure ? "" : data.words.none;
    if (!sure) { list.append(option(new URL(data.town, root).href, data.words.town, "", "", 0)); }
    status.textContent = say(shown.length, found.length);
    open(true);
  }

  function say(shown, all) {
    if (!shown) { return data.words.none + " " + data.words.town; }
    if (shown < all) { return put(put(data.words.most, shown), all); }
    return all === 1 ? data.words.one : put(data.words.many, all);
  }

  function open(isOpen) {
    panel.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) { mark(-1); }
  }

  function mark(i) {
    var old = list.children[active];
    if (old) { old.setAttribute("aria-selected", "false"); }
    active = i;
    var now = list.children[i];
    if (now) {
      now.setAttribute("aria-selected", "true");
      now.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", now.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function step(by) {
    var n = list.children.length;
    if (panel.hidden) { show(); if (panel.hidden) { return; } n = list.children.length; }
    mark(active < 0 ? (by > 0 ? 0 : n - 1) : (active + by + n) % n);
  }

  function escape() {
    if (!panel.hidden) { open(false); } else if (input.value) { input.value = ""; status.textContent = ""; } else { input.blur(); }
  }

  input.addEventListener("input", show);
  input.addEventListener("focus", function () { if (input.value) { show(); } });
  input.addEventListener("blur", function () { open(false); });
  input.addEventListener("keydown", function (event) {
    if (event.isComposing) { return; }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      // The first result is meant when none is chosen; "my town is not here" has to be chosen.
      var chosen = panel.hidden ? null : list.children[active < 0 && sure ? 0 : active];
      if (chosen) { chosen.click(); }
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      escape();
    }
  });
  // Pressing a result must not take the focus from the box, which would close the list before the click.
  panel.addEventListener("mousedown", function (event) { event.preventDefault(); });
  // Following a result on the same page (a term, while reading the glossary) leaves the list open otherwise.
  list.addEventListener("click", function () { open(false); });
  if (document.activeElement === input && input.value) { show(); }
})();
