/** Shared by the scripts of a page: data written by Python (a page on file:// may not fetch them), and the functions of
 * scripts loaded on demand. globals.d.ts declares it. */
globalThis.atlasData ??= {};

export const shared = globalThis.atlasData;
