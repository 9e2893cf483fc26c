import { shared } from "../shared.js";

/** Words of the disclosure; they come before the script, in the same file. */
export const words = /** @type {NonNullable<typeof shared.take>} */ (shared.take);
