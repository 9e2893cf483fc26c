/** Words and addresses that the page's template wrote as data of the script element. */
export const words = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
