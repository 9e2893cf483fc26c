// @ts-nocheck: this drawing is to be rewritten; until then it is the script as it was, made importable.
/* Segment Atlas: the controls in the corner of an interactive figure (zoom in, whole view, full screen). Loaded after
   Plotly, so whoever only reads never pays for it; its words stand before it as atlasData.stage. */
import { shared } from "../shared.js";

var words = shared.stage;

var SHAPES = {
  zoom: "M8 3v10M3 8h10",
  reset: "M3 8h10",
  full: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  unfull: "M6 2v4H2M14 6h-4V2M10 14v-4h4M2 10h4v4"
};

function ranges(stage) {
  var layout = stage._fullLayout;
  return [layout.xaxis.range.slice(), layout.yaxis.range.slice()];
}

/* What a reader changed of the view: an axis that still finds its own range was not touched, whatever its size. */
function view(stage) {
  var layout = stage._fullLayout;
  return String([layout.xaxis, layout.yaxis].map(function (axis) { return axis.autorange ? "" : axis.range; }));
}

function show(button, key) {
  button.title = words[key];
  button.setAttribute("aria-label", words[key]);
  button.innerHTML = "<svg viewBox='0 0 16 16' aria-hidden='true'><path d='" + SHAPES[key] + "'/></svg>";
}

/* figure: the element; zooms: whether its axes can be zoomed; draw: draws it anew. */
shared.addControls = function (figure, zooms, draw) {
  var stage = figure.querySelector(".stage");
  var bar = document.createElement("div");
  bar.className = "bar";

  function add(key, act) {
    var button = bar.appendChild(document.createElement("button"));
    button.id = figure.id + "-" + key;
    button.setAttribute("aria-labelledby", button.id + " " + figure.id + "-t");
    show(button, key);
    button.addEventListener("click", act);
    return button;
  }

  if (zooms) {
    var whole = view(stage);
    var zoom = add("zoom", function () {
      var to = {};
      ranges(stage).forEach(function (range, i) {
        to["xy"[i] + "axis.range"] = [(3 * range[0] + range[1]) / 4, (range[0] + 3 * range[1]) / 4];
      });
      window.Plotly.relayout(stage, to);
    });
    var reset = add("reset", function () {
      zoom.focus();
      draw();
    });
    reset.hidden = true;
    stage.on("plotly_afterplot", function () { reset.hidden = view(stage) === whole; });
  }
  if (document.fullscreenEnabled) {
    var full = add("full", function () {
      if (document.fullscreenElement) { document.exitFullscreen(); } else { figure.requestFullscreen(); }
    });
    figure.onfullscreenchange = function () {
      show(full, document.fullscreenElement === figure ? "unfull" : "full");
      // The browser tells of it late: the figure may be a drawing again by then.
      if (stage.isConnected) { window.Plotly.Plots.resize(stage); }
    };
  }
  figure.querySelector(".live").append(bar);
};
