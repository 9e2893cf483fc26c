import type { PlacesData } from "./core/types.d.ts";
import type { SearchData } from "./search/types.d.ts";

/** Words of scripts that come on demand, by their key. */
type Words = Record<string, string>;

/** What the scripts of a page share: data by the name of their script, and functions of scripts that come on demand. */
interface Shared {
  places?: PlacesData;
  search?: SearchData;
  stage?: Words;
  take?: Words & { notes: string[] };
  /** Of stage.js: puts the controls into the corner of an interactive figure. */
  addControls?(figure: HTMLElement, zooms: boolean, draw: () => void): void;
  /** Of take.js: fills the disclosure "Take this figure". */
  addWays?(details: HTMLDetailsElement, words: DOMStringMap): void;
}

declare global {
  /** The one global of the site's scripts and data. */
  var atlasData: Shared | undefined;
  /** What compare.js and explore.js take from the bundle tools.js, which both pages load first. */
  var atlasStats: typeof import("./tools.js").tools;
  /** The vendored bundle, loaded on demand. */
  var Plotly: {
    react(stage: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
    purge(stage: HTMLElement): void;
    relayout(stage: HTMLElement, changes: unknown): Promise<unknown>;
  };
}
