import { standalone } from "./standalone.js";
import { words } from "./words.js";

/** @type {(name: string, blob: Blob) => void} */
function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** @type {(figure: HTMLElement, name: string) => void} */
export function saveSvg(figure, name) {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${standalone(figure).text}`;
  save(`${name}.svg`, new Blob([text], { type: "image/svg+xml" }));
}

/** @type {(figure: HTMLElement, name: string, report: (text: string) => void) => void} */
export function savePng(figure, name, report) {
  const made = standalone(figure);
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = 2 * made.width;
    canvas.height = 2 * made.height;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => (blob ? save(`${name}.png`, blob) : report(words.unmade)), "image/png");
  };
  image.onerror = () => report(words.unmade);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(made.text)}`;
}
