/** Texts and URLs from the template, as data attributes of the script element. */
export const words = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
