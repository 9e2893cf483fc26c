import { shared } from "../shared.js";

/** Texts of the disclosure; they precede the script in the same file. */
export const words = /** @type {NonNullable<typeof shared.take>} */ (shared.take);
