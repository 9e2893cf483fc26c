import { words } from "./words.js";

/** @param {HTMLElement} button */
function share(button) {
  /** @type {HTMLLinkElement | null} */
  const link = document.querySelector("link[rel=canonical]");
  const data = {
    title: document.title,
    text: button.dataset.text ?? "",
    url: link?.href ?? location.href.split("#")[0],
  };
  const label = button.textContent ?? "";
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    navigator.share(data).catch(() => {
      // The reader closed the share sheet.
    });
  } else if (navigator.clipboard) {
    navigator.clipboard.writeText([data.title, data.text, data.url].join("\n")).then(
      () => {
        button.textContent = words.copied ?? "";
        setTimeout(() => {
          button.textContent = label;
        }, 2000);
      },
      () => prompt(label, data.url),
    );
  } else {
    prompt(label, data.url);
  }
}

/** Register the buttons "Share": they open the share sheet, or copy the URL. */
export function startSharing() {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".share"))) {
    button.addEventListener("click", () => share(button));
  }
}
