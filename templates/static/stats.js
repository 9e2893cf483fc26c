/* Segment Atlas: the numbers of the Compare and Explore pages. The same formatter, intervals, tests, gates and guards
   as words/formats.py, model/stats.py, model/averages.py, model/pairs.py and claims/rules/pair.py in generator/publish;
   tests/cases/compare.json holds both to the same results. Gives `atlasStats(data)`, `data` being what
   generator/publish/client/compare_data.py wrote. */
(function () {
  "use strict";
  var Z95 = 1.959963984540054;
  var TINY = 1e-300;
  var NBSP = "\u00a0";

  /* --- Statistics ------------------------------------------------------------------------------------------------ */

  function wilson(k, n) {
    var share = k / n;
    var spread = Z95 * Z95 / n;
    var half = Z95 * Math.sqrt(share * (1 - share) / n + spread / (4 * n));
    var low = (share + spread / 2 - half) / (1 + spread);
    var high = (share + spread / 2 + half) / (1 + spread);
    return [Math.max(0, Math.min(low, share)), Math.min(1, Math.max(high, share))];
  }

  function adjustedResidual(k, n, allK, allN) {
    if (!(n > 0 && n < allN && allK > 0 && allK < allN)) { return null; }
    var expected = n * allK / allN;
    return (k - expected) / Math.sqrt(expected * (1 - allK / allN) * (1 - n / allN));
  }

  /* Logarithm of the gamma function at multiples of one half, which is all that a chi-square needs. */
  function logGamma(a) {
    var sum = a % 1 ? Math.log(Math.PI) / 2 : 0;
    for (var i = a % 1 ? 0.5 : 1; i < a - 0.25; i += 1) { sum += Math.log(i); }
    return sum;
  }

  function gammaSeries(a, x) {
    var term = 1 / a;
    var total = term;
    while (term > total * 1e-16) { a += 1; term *= x / a; total += term; }
    return total;
  }

  function away(x) { return Math.abs(x) > TINY ? x : TINY; }

  function gammaFraction(a, x) {
    var b = x + 1 - a;
    var c = 1 / TINY;
    var d = 1 / b;
    var value = d;
    for (var i = 1; i < 1000; i += 1) {
      var step = -i * (i - a);
      b += 2;
      d = 1 / away(step * d + b);
      c = away(b + step / c);
      value *= c * d;
      if (Math.abs(c * d - 1) < 1e-15) { break; }
    }
    return value;
  }

  function chiSquareSurvival(x, df) {
    if (x / 2 <= 0) { return 1; }
    if (x === Infinity) { return 0; }
    var a = df / 2;
    var half = x / 2;
    var scale = Math.exp(a * Math.log(half) - half - logGamma(a));
    return half < a + 1 ? 1 - scale * gammaSeries(a, half) : scale * gammaFraction(a, half);
  }

  function twoSidedP(z) { return chiSquareSurvival(z * z, 1); }

  function benjaminiHochberg(values) {
    var count = values.length;
    var adjusted = [];
    var order = values.map(function (_, i) { return i; }).sort(function (i, j) { return values[i] - values[j] || i - j; });
    var smallest = 1;
    for (var rank = count; rank >= 1; rank -= 1) {
      smallest = Math.min(smallest, values[order[rank - 1]] * count / rank);
      adjusted[order[rank - 1]] = smallest;
    }
    return adjusted;
  }

  function homogeneityP(here, everywhere) {
    var cells = [];
    here.forEach(function (k, i) { if (everywhere[i] > 0) { cells.push([k, everywhere[i] - k]); } });
    var n = sum(cells.map(function (cell) { return cell[0]; }));
    var rest = sum(cells.map(function (cell) { return cell[1]; }));
    if (cells.length < 2 || n <= 0 || rest <= 0) { return null; }
    var statistic = 0;
    cells.forEach(function (cell) {
      var share = (cell[0] + cell[1]) / (n + rest);
      statistic += Math.pow(cell[0] - n * share, 2) / (n * share) + Math.pow(cell[1] - rest * share, 2) / (rest * share);
    });
    return chiSquareSurvival(statistic, cells.length - 1);
  }

  function sum(values) { return values.reduce(function (total, value) { return total + value; }, 0); }

  /* The finest partition that every part fits into whole; `order` holds all ids. */
  function coarsen(parts, order) {
    var group = {};
    order.forEach(function (id) { group[id] = [id]; });
    parts.forEach(function (part) {
      var union = order.filter(function (id) { return part.some(function (one) { return group[one].indexOf(id) >= 0; }); });
      union.forEach(function (id) { group[id] = union; });
    });
    return order.filter(function (id) { return group[id][0] === id; }).map(function (id) { return group[id]; });
  }

  /* --- Formats ---------------------------------------------------------------------------------------------------- */

  /* Decimal digits of |x|, rounded half up: on the shortest digits that mean x, as Python's Decimal(repr(x)). */
  function rounded(x, digits) {
    var parts = String(Math.abs(x)).split("e");
    var point = parts[0].split(".");
    var all = point[0] + (point[1] || "");
    var at = point[0].length + Number(parts[1] || 0);
    while (at < 1) { all = "0" + all; at += 1; }
    while (all.length < at + digits + 1) { all += "0"; }
    var kept = all.slice(0, at + digits).split("").map(Number);
    if (Number(all.charAt(at + digits)) >= 5) {
      var i = kept.length - 1;
      while (i >= 0 && kept[i] === 9) { kept[i] = 0; i -= 1; }
      if (i >= 0) { kept[i] += 1; } else { kept.unshift(1); at += 1; }
    }
    var text = kept.join("");
    return [text.slice(0, at).replace(/^0+(?=\d)/, ""), text.slice(at)];
  }

  function formatter(spec) {
    var words = spec.words;

    function grouped(whole) {
      var out = [];
      var size = spec.sizes[0];
      while (whole.length > size) {
        out.unshift(whole.slice(-size));
        whole = whole.slice(0, -size);
        size = spec.sizes[1];
      }
      return [whole].concat(out).join(spec.group);
    }

    function number(x, digits) {
      if (!isFinite(x)) { throw new Error("not a finite number: " + x); }
      var parts = rounded(x, digits || 0);
      var text = grouped(parts[0]) + (parts[1] ? spec.decimal + parts[1] : "");
      return x < 0 && /[1-9]/.test(parts[0] + parts[1]) ? spec.minus + text : text;
    }

    function currency(text) {
      var negative = text.indexOf(spec.minus) === 0;
      return (negative ? spec.minus : "") + spec.before + (negative ? text.slice(spec.minus.length) : text) + spec.after;
    }

    function isWhole(x) { return Math.floor(x) === x; }

    function money(x) { return currency(number(x, Math.abs(x) >= 10 || isWhole(x) ? 0 : 2)); }

    function moneyWords(x) {
      var last = spec.scales.length - 1;
      for (var i = 0; i <= last; i += 1) {
        var size = spec.scales[i][1];
        if (Math.abs(x) >= (i === last ? size - 0.5 : size * 0.9995)) {
          var scaled = x / size;
          var digits = Math.abs(scaled) >= 100 || Math.abs(scaled - Math.round(scaled)) < 0.05 ? 0 : 1;
          return currency(number(scaled, digits) + NBSP + spec.scales[i][0]);
        }
      }
      return money(x);
    }

    function percentDigits(shares, digits) {
      var small = shares.some(function (s) { return (Math.abs(s) > 0 && Math.abs(s) < 0.01) || (s > 0.99 && s < 1); });
      return small ? Math.max(digits, 1) : digits;
    }

    function percent(share, least) {
      var digits = percentDigits([share], least || 0);
      var hair = Math.pow(10, -(digits + 2));
      if (share > 0 && share < hair) { return words.under + " " + number(100 * hair, digits) + NBSP + "%"; }
      if (share > 1 - hair && share < 1) { return words.over + " " + number(100 - 100 * hair, digits) + NBSP + "%"; }
      return number(100 * share, digits) + NBSP + "%";
    }

    function points(x) {
      var value = Math.abs(100 * x);
      var text = number(value, value >= 0.95 || value === 0 ? 0 : 1);
      return text + NBSP + (text === "1" ? spec.units.point : spec.units.points);
    }

    var kinds = {
      count: number,
      share: percent,
      money: money,
      ratio: function (x) { return number(x, 2); },
      days: function (x) { return number(x, 1); },
      years: function (x) { return number(x, 1); },
      percentile: number
    };

    function kind(name, x) { return kinds[name](x, 0); }

    function interval(low, high, name) {
      var to = " " + words.to + " ";
      if (name === "share") {
        var digits = percentDigits([low, high], 0);
        if (number(100 * low, digits) === number(100 * high, digits)) { digits = 1; }
        return number(100 * low, digits) + to + number(100 * high, digits) + NBSP + "%";
      }
      var ends = [kind(name, low), kind(name, high)];
      if (name === "money" && ends[0] === ends[1] && low !== high) {
        ends = [currency(number(low, 2)), currency(number(high, 2))];
      }
      return ends.join(to);
    }

    /* Tick labels that share one unit, unless they span many sizes, as on a log axis. */
    function axisMoney(ticks) {
      var positive = ticks.map(Math.abs).filter(Boolean);
      var top = Math.max.apply(null, positive.concat(0));
      if (!positive.length || top / Math.min.apply(null, positive) > 100) { return ticks.map(moneyWords); }
      var scale = spec.scales.filter(function (row) { return top >= row[1]; })[0] || ["", 1];
      var digits = [0, 1].filter(function (d) {
        return ticks.every(function (tick) {
          var v = tick / scale[1];
          return Math.abs(Number(v.toFixed(d)) - v) < 1e-9 * Math.max(1, Math.abs(v));
        });
      })[0];
      return ticks.map(function (tick) {
        var text = number(tick / scale[1], tick ? (digits === undefined ? 2 : digits) : 0);
        return currency(text + (scale[0] && tick ? NBSP + scale[0] : ""));
      });
    }

    return {
      number: number, count: function (x) { return number(x, 0); }, money: money, moneyWords: moneyWords,
      percent: percent, points: points, ratio: kinds.ratio, kind: kind, interval: interval, axisMoney: axisMoney
    };
  }

  /* Replace each {{ name }} once; what a fact says is never read again. */
  function fill(pattern, facts) {
    return pattern.replace(/\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g, function (whole, name) {
      return Object.prototype.hasOwnProperty.call(facts, name) ? facts[name] : whole;
    });
  }

  /* --- The release ------------------------------------------------------------------------------------------------ */

  window.atlasStats = function (data) {
    var fmt = formatter(data.format);
    var limits = data.limits;
    var order = data.segments.map(function (row) { return row[0]; });
    var segments = {};
    data.segments.forEach(function (row, i) {
      segments[row[0]] = {
        id: row[0], letter: row[1], name: row[2], short: row[3], plain: Boolean(row[4]), at: i + 1, means: groupMeans(row, 5)
      };
    });

    function mean(value, step) {
      var known = typeof value === "number";
      return { value: known ? value : null, step: step || 0, withheld: known ? null : value === false ? "few" : "absent" };
    }

    function groupMeans(row, from) {
      var means = { typical_spend: mean(row[from], row[from + 1]), recency: mean(row[from + 3]) };
      means[data.x] = mean(row[from + 2]);
      return means;
    }

    /* The standard deviation within one segment; among all customers for a place and for joined segments. */
    function sd(name, ids) {
      var row = data.sds[name];
      var value = row && row[ids.length === 1 ? segments[ids[0]].at : 0];
      return value === null || value === undefined ? null : value;
    }

    function errorOf(one, spread, n) {
      return one.value === null || spread === null || n <= 0 ? null : Math.sqrt(spread * spread / n + one.step * one.step / 12);
    }

    function limitsOf(name, one, spread, n) {
      var error = errorOf(one, spread, n);
      if (error === null) { return null; }
      if (limits.logarithmic.indexOf(name) >= 0) {
        return [one.value * Math.exp(-Z95 * error), one.value * Math.exp(Z95 * error)];
      }
      var top = /_pct$/.test(name) ? 100 : Infinity;
      return [Math.max(0, one.value - Z95 * error), Math.min(top, one.value + Z95 * error)];
    }

    function measuresOf(row, n, strength) {
      var found = {};
      data.measures.forEach(function (name, i) {
        var one = mean(row[2 * i], row[2 * i + 1]);
        var ends = strength === "counts" ? null : limitsOf(name, one, sd(name, []), n);
        one.low = ends ? ends[0] : null;
        one.high = ends ? ends[1] : null;
        found[name] = one;
      });
      return found;
    }

    var all = {
      n: data.all[0],
      measures: measuresOf(data.all[1], data.all[0], "counts"),
      groups: data.all[2].map(function (row) { return { ids: row[0].split("+"), n: row[1], share: row[1] / data.all[0] }; })
    };

    /* An imported table has no intervals: a share is its own ends. */
    function endsOf(k, n) { return data.imported ? [k / n, k / n] : wilson(k, n); }

    function unpack(row, at) {
      var n = row[4];
      var strength = n >= limits.claims ? "claims" : n >= limits.intervals ? "intervals" : "counts";
      var groups = row[6].map(function (cell) {
        var ids = cell[0].split("+");
        var ends = endsOf(cell[1], n);
        return { ids: ids, n: cell[1], share: cell[1] / n, low: ends[0], high: ends[1], means: groupMeans(cell, 2) };
      });
      return {
        slug: row[0], name: row[1], state: row[2], district: Boolean(row[3]), n: n, aliases: row[7], label: row[8] || row[1], at: at,
        share: n / all.n, strength: strength, groups: groups, measures: measuresOf(row[5], n, strength),
        spendShare: spendShare(n, row[5])
      };
    }

    function spendShare(n, row) {
      var at = data.measures.indexOf("spend");
      var whole = at < 0 ? null : all.measures.spend.value;
      return at >= 0 && typeof row[2 * at] === "number" && whole ? n * row[2 * at] / (all.n * whole) : null;
    }

    var places = data.places.map(unpack);
    var bySlug = {};
    places.forEach(function (place, i) {
      bySlug[place.slug] = place;
      // Cities come first, the largest first; equal counts share the better rank.
      var before = places[i - 1];
      place.rank = place.district ? null : before && before.n === place.n ? before.rank : i + 1;
    });

    function allShare(ids) {
      var found = all.groups.filter(function (group) { return group.ids.every(function (id) { return ids.indexOf(id) >= 0; }); });
      var told = [].concat.apply([], found.map(function (group) { return group.ids; }));
      return told.length === ids.length ? sum(found.map(function (group) { return group.n; })) / all.n : null;
    }

    /* Shade of a cell of typical spend: only where its interval leaves the segment among all customers out. */
    function shade(group) {
      var one = group.means.typical_spend;
      var reference = group.ids.length === 1 ? segments[group.ids[0]].means.typical_spend.value : null;
      var ends = limitsOf("typical_spend", one, sd("typical_spend", group.ids), group.n);
      if (!reference || !ends || (ends[0] <= reference && reference <= ends[1])) { return ""; }
      var ratio = one.value / reference;
      return ratio < 0.8 ? "k1" : ratio < 0.95 ? "k2" : ratio < 1.05 ? "k3" : ratio < 1.25 ? "k4" : "k5";
    }

    /* --- Two places ----------------------------------------------------------------------------------------------- */

    function part(ids, first, second) {
      function count(place) {
        return sum(place.groups.filter(function (g) { return g.ids.every(function (id) { return ids.indexOf(id) >= 0; }); })
          .map(function (g) { return g.n; }));
      }
      var k = count(first);
      var m = count(second);
      var ends = [endsOf(k, first.n), endsOf(m, second.n)];
      return {
        ids: ids, n: [k, m], share: [k / first.n, m / second.n], low: [ends[0][0], ends[1][0]],
        high: [ends[0][1], ends[1][1]], residual: adjustedResidual(k, first.n, k + m, first.n + second.n),
        q: null, passes: false
      };
    }

    function partsOf(list) {
      if (!list.every(function (place) { return place.groups.length; })) { return []; }
      var cells = [].concat.apply([], list.map(function (place) { return place.groups.map(function (g) { return g.ids; }); }));
      var common = coarsen(cells, order);
      return common.length > 1 ? common : [];
    }

    function gapOf(name, first, second) {
      var errors = [];
      var values = [];
      [first, second].forEach(function (place) {
        var error = errorOf(place.measures[name] || mean(null), sd(name, []), place.n);
        if (error) { errors.push(error); values.push(place.measures[name].value); }
      });
      if (values.length < 2) { return null; }
      var error = Math.hypot(errors[0], errors[1]);
      if (limits.logarithmic.indexOf(name) >= 0) {
        if (values[0] <= 0 || values[1] <= 0) { return null; }
        var ratio = values[0] / values[1];
        return {
          measure: name, value: values, difference: ratio, low: ratio * Math.exp(-Z95 * error),
          high: ratio * Math.exp(Z95 * error), z: Math.log(ratio) / error, q: null, passes: false
        };
      }
      var gap = values[0] - values[1];
      return {
        measure: name, value: values, difference: gap, low: gap - Z95 * error, high: gap + Z95 * error, z: gap / error,
        q: null, passes: false
      };
    }

    function farEnough(name, value, reference) {
      if (/_pct$/.test(name)) { return Math.abs(value - reference) >= limits.percentiles; }
      if (name === "age") { return Math.abs(value - reference) >= limits.years; }
      return value > 0 && reference > 0 && Math.abs(Math.log(value / reference)) >= Math.log(limits.ratio) - 1e-12;
    }

    function indexOf(one) {
      var small = Math.min(one.share[0], one.share[1]);
      return small ? 100 * Math.max(one.share[0], one.share[1]) / small : Infinity;
    }

    function pairOf(first, second) {
      var parts = partsOf([first, second]).map(function (ids) { return part(ids, first, second); });
      return {
        first: first, second: second, claims: first.strength === "claims" && second.strength === "claims", parts: parts,
        p: parts.length ? homogeneityP(parts.map(function (p) { return p.n[0]; }), parts.map(function (p) { return sum(p.n); })) : null,
        gaps: data.speakable.map(function (name) { return gapOf(name, first, second); }).filter(Boolean)
      };
    }

    /* Compare the first of some places with each of the others: one family of tests over all pairs. */
    function compare(list) {
      var pairs = list.slice(1).map(function (other) { return pairOf(list[0], other); });
      var cells = [];
      pairs.forEach(function (pair) {
        if (!pair.claims) { return; }
        pair.parts.forEach(function (one) { if (one.residual !== null) { cells.push([one, one.residual]); } });
        pair.gaps.forEach(function (gap) { cells.push([gap, gap.z]); });
      });
      benjaminiHochberg(cells.map(function (cell) { return twoSidedP(cell[1]); })).forEach(function (q, i) {
        var one = cells[i][0];
        var far = one.measure ? farEnough(one.measure, one.value[0], one.value[1])
          : indexOf(one) >= limits.index - 1e-9 && Math.abs(one.share[0] - one.share[1]) >= limits.points / 100 - 1e-9;
        one.q = q;
        one.passes = q < limits.q && far;
      });
      return pairs;
    }

    /* --- Sentences: fact, guard, pattern --------------------------------------------------------------------------- */

    function say(pattern, facts) { return fill(pattern, Object.assign({}, data.facts, facts)); }

    function join(list) {
      return list.length < 2 ? list.join("") : say(data.names.and, { first: list.slice(0, -1).join(", "), last: list[list.length - 1] });
    }

    function letters(ids) { return ids.map(function (id) { return segments[id].letter; }).join("+"); }

    function inline(name) {
      var second = name.charAt(1);
      var small = second.toLowerCase() === second && second.toUpperCase() !== second;
      return small ? name.charAt(0).toLowerCase() + name.slice(1) : name;
    }

    function nameOf(ids) {
      if (ids.length === 1) { return segments[ids[0]].name; }
      if (ids.length === order.length) { return data.names.all_of_them; }
      var names = ids.map(function (id, i) { return i ? inline(segments[id].name) : segments[id].name; });
      return say(data.names.together, { names: join(names) });
    }

    function told(name, one) {
      return one.value === null ? data.format.withheld[one.withheld] : fmt.kind(data.columns[name][1], one.value);
    }

    function span(name, one) {
      return one.low === null ? "" : fmt.interval(one.low, one.high, data.columns[name][1]);
    }

    function placeFacts(pair, turned) {
      var one = turned ? pair.second : pair.first;
      var two = turned ? pair.first : pair.second;
      return { place: one.label, other: two.label, n: fmt.count(one.n), other_n: fmt.count(two.n) };
    }

    function mirrors(one, pair) {
      if (pair.parts.length !== 2) { return false; }
      var other = pair.parts[pair.parts[0] === one ? 1 : 0];
      return one.ids.length === other.ids.length ? one.share[0] < one.share[1] : one.ids.length > other.ids.length;
    }

    function cellFacts(pair, one) {
      var a = one.share[0] > one.share[1] ? 0 : 1;
      var b = 1 - a;
      var name = nameOf(one.ids);
      var index = indexOf(one);
      return Object.assign(placeFacts(pair, a === 1), {
        segment: name,
        segment_subject: name.indexOf(",") >= 0 ? name + "," : name,
        segment_inline: inline(name),
        letter: letters(one.ids),
        adjective: data.adjectives.filter(function (row) { return index >= row[0]; })[0][1],
        share: fmt.percent(one.share[a]), other_share: fmt.percent(one.share[b]),
        interval: fmt.interval(one.low[a], one.high[a], "share"),
        other_interval: fmt.interval(one.low[b], one.high[b], "share"),
        points: fmt.points(one.share[0] - one.share[1]),
        part_n: fmt.count(one.n[a]), other_part_n: fmt.count(one.n[b])
      });
    }

    function measureFinding(pair, name, column) {
      var gap = pair.gaps.filter(function (one) { return one.measure === name && one.passes; })[0];
      if (!gap) { return []; }
      var turned = gap.value[0] < gap.value[1];
      var one = (turned ? pair.second : pair.first).measures[column];
      var two = (turned ? pair.first : pair.second).measures[column];
      if (one.value === null || two.value === null) { return []; }
      var facts = Object.assign(placeFacts(pair, turned), {
        value: told(column, one), other_value: told(column, two), interval: span(column, one), other_interval: span(column, two)
      });
      if (name === "typical_spend") {
        var up = gap.difference > 1;
        facts.ratio = fmt.ratio(up ? gap.difference : 1 / gap.difference);
        facts.ratio_interval = fmt.interval(up ? gap.low : 1 / gap.high, up ? gap.high : 1 / gap.low, "ratio");
      }
      return [{ facts: facts, key: name, size: Math.abs(gap.z) }];
    }

    function sameMix(pair) { return pair.parts.length > 0 && !pair.parts.some(function (one) { return one.passes; }); }

    var guards = {
      pair_segment: function (pair) {
        return pair.parts.filter(function (one) { return one.passes && !mirrors(one, pair); }).map(function (one) {
          return { facts: cellFacts(pair, one), key: one.ids.join(""), size: Math.abs(one.share[0] - one.share[1]) };
        });
      },
      pair_typical: function (pair) { return measureFinding(pair, "typical_spend", "typical_spend"); },
      pair_active: function (pair) { return measureFinding(pair, "transactions", "transactions"); },
      pair_recent: function (pair) { return measureFinding(pair, "recency_pct", "recency"); },
      pair_older: function (pair) { return measureFinding(pair, "age", "age"); },
      pair_in_line: function (pair) {
        return pair.claims && sameMix(pair) && pair.p !== null && pair.p > limits.p ? [{ facts: placeFacts(pair) }] : [];
      },
      pair_close: function (pair) {
        var near = pair.parts.every(function (one) { return Math.abs(one.share[0] - one.share[1]) < limits.points / 100 - 1e-9; });
        if (!pair.claims || !sameMix(pair) || pair.p === null || pair.p > limits.p || !near) { return []; }
        return [{ facts: Object.assign(placeFacts(pair), { limit: fmt.points(limits.points / 100) }) }];
      },
      pair_unclear: function (pair) {
        var passes = function (one) { return one.passes; };
        return pair.claims && !pair.parts.some(passes) && !pair.gaps.some(passes) ? [{ facts: placeFacts(pair) }] : [];
      },
      pair_too_few: function (pair) {
        return pair.claims || data.imported ? [] : [{ facts: placeFacts(pair, pair.second.n < pair.first.n) }];
      },
      pair_imported: function (pair) { return data.imported ? [{ facts: placeFacts(pair) }] : []; },
      pair_no_mix: function (pair) { return pair.parts.length ? [] : [{ facts: placeFacts(pair) }]; },
      pair_joined: function (pair) {
        var joined = pair.parts.filter(function (one) { return one.ids.length > 1; });
        if (!joined.length) { return []; }
        return [{ facts: Object.assign(placeFacts(pair), { letters: join(joined.map(function (p) { return letters(p.ids); })) }) }];
      }
    };

    function sentences(pair) {
      var said = [];
      data.kinds.forEach(function (row) {
        var kind = row[0];
        if (kind === "pair_unclear" && said.length) { return; }
        var found = guards[kind](pair).sort(function (a, b) {
          return (b.size || 0) - (a.size || 0) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
        });
        found.slice(0, row[1]).forEach(function (finding) {
          var phrase = data.phrases[kind];
          said.push({
            id: finding.key ? kind + "-" + finding.key : kind, kind: kind, text: say(phrase.text, finding.facts),
            evidence: say(phrase.evidence, finding.facts), sure: phrase.sure
          });
        });
      });
      return said;
    }

    return {
      fmt: fmt, data: data, all: all, places: places, segments: segments, order: order, limits: limits,
      place: function (slug) { return Object.prototype.hasOwnProperty.call(bySlug, slug) ? bySlug[slug] : null; },
      compare: compare, sentences: sentences, partsOf: partsOf, part: part, allShare: allShare, shade: shade,
      letters: letters, nameOf: nameOf, inline: inline, told: told, span: span, wilson: wilson, sum: sum, join: join
    };
  };
  window.atlasStats.formatter = formatter;
  window.atlasStats.fill = fill;
  window.atlasStats.chiSquareSurvival = chiSquareSurvival;
})();
