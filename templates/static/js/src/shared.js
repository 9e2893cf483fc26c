/** What the scripts of a page share: data that Python wrote (a page on file:// may not fetch them), and the functions of
 * scripts that come on demand. globals.d.ts declares it. */
globalThis.atlasData ??= {};

export const shared = globalThis.atlasData;
