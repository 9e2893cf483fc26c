import type { PlacesData } from "./core/types.d.ts";
import type { SearchData } from "./search/types.d.ts";

/** Texts of scripts loaded on demand, by key. */
type Words = Record<string, string>;

/** Shared by the scripts of a page: data by script name, and functions of scripts loaded on demand. */
interface Shared {
  places?: PlacesData;
  search?: SearchData;
  stage?: Words;
  take?: Words & { notes: string[] };
  /** From stage.js: the interactive views. */
  views?: {
    /** Open or close the view of a figure. */
    toggle(figure: HTMLElement, words: DOMStringMap): Promise<void>;
    /** Close the innermost. */
    escape(): void;
    /** Redraw open ones, for example after a change of theme. */
    redraw(): void;
  };
  /** From take.js: fills the disclosure "Take this figure". */
  addWays?(details: HTMLDetailsElement, words: DOMStringMap): void;
}

declare global {
  /** The one global of the site's scripts and data. */
  var atlasData: Shared | undefined;
  /** Exports of the bundle tools.js, which the Compare and Explore pages load first. */
  var atlasStats: typeof import("./tools.js").tools;
  /** The vendored bundle, loaded on demand. */
  var Plotly: {
    react(stage: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
    purge(stage: HTMLElement): void;
    relayout(stage: HTMLElement, changes: unknown): Promise<unknown>;
    Plots: { resize(stage: HTMLElement): Promise<unknown> };
  };
}
