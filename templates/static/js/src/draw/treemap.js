// @ts-nocheck: this drawing is to be rewritten; until then it is the script as it was, made importable.
/* Segment Atlas: the treemap of the Explore page. Rectangles as square as they come, areas in proportion, as
   generator/publish/charts/base/squarify.py lays them. */
var HEAD = 17;
var GAP = 2;

/* The largest ratio of sides in a row of areas laid along a side. */
function worst(row, side) {
  var total = row.reduce(function (a, b) { return a + b; }, 0);
  return Math.max(side * side * Math.max.apply(null, row) / (total * total), total * total / (side * side * Math.min.apply(null, row)));
}

/* Divide a box {x, y, w, h} into one box a value, values positive and best largest first. */
function squarified(values, box) {
  var total = values.reduce(function (a, b) { return a + b; }, 0);
  var left = values.map(function (value) { return value * box.w * box.h / total; });
  var found = [];
  box = Object.assign({}, box);
  while (left.length) {
    var wide = box.w >= box.h;
    var side = wide ? box.h : box.w;
    var n = 1;
    while (n < left.length && worst(left.slice(0, n + 1), side) <= worst(left.slice(0, n), side)) { n += 1; }
    var row = left.splice(0, n);
    var sum = row.reduce(function (a, b) { return a + b; }, 0);
    var across = side ? Math.min(sum / side, wide ? box.w : box.h) : 0;
    var at = wide ? box.y : box.x;
    row.forEach(function (area) {
      var long = side * area / sum;
      found.push(wide ? { x: box.x, y: at, w: across, h: long } : { x: at, y: box.y, w: long, h: across });
      at += long;
    });
    if (wide) { box.x += across; box.w -= across; } else { box.y += across; box.h -= across; }
  }
  return found;
}

/* cities: {name, n, pieces: [{ids, n}]}; piece(one, x, y, w, h) returns the drawing of a part of a city. */
export function drawTreemap(cities, room, height, draw, piece) {
  var boxes = squarified(cities.map(function (city) { return city.n; }), { x: 0, y: 0, w: room + GAP, h: height + GAP });
  return cities.map(function (city, i) {
    var box = boxes[i];
    var w = Math.max(0.6, box.w - GAP);
    var h = Math.max(0.6, box.h - GAP);
    var name = draw.cut(city.name, w - 4, 12);
    var headed = h >= 2 * HEAD + 6 && w > 26 && name.replace("…", "").length >= Math.min(4, city.name.length);
    var top = headed ? HEAD : 0;
    var parts = squarified(city.pieces.map(function (one) { return one.n; }), { x: box.x, y: box.y + top, w: w, h: h - top });
    return [headed ? draw.text(box.x + 1, box.y + 12, name, "l s") : null].concat(city.pieces.map(function (one, p) {
      return piece(one, parts[p].x, parts[p].y, Math.max(0.6, parts[p].w - 1), Math.max(0.6, parts[p].h - 1));
    }));
  });
}
