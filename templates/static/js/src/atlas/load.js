/** @type {Map<string, Promise<unknown>>} */
const loads = new Map();

/**
 * Load a script once, on demand; after a failure the next call tries again.
 *
 * @param {string} [src]
 */
export function load(src = "") {
  let promise = loads.get(src);
  if (!promise) {
    promise = new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      tag.src = src;
      tag.onload = resolve;
      tag.onerror = () => {
        tag.remove();
        loads.delete(src);
        reject();
      };
      document.head.append(tag);
    });
    loads.set(src, promise);
  }
  return promise;
}
