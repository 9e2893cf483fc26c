/** @type {Map<string, Promise<unknown>>} */
const loads = new Map();

/**
 * Scripts that few readers need are fetched once, on demand; after a failure the next demand tries again.
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
