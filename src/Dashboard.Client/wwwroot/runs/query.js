// Keys that belong to the list of fields while it is open must not move the caret or leave the box.
export function attach(input) {
  input.addEventListener("keydown", event => {
    if (input.getAttribute("aria-expanded") !== "true") return;
    const chosen = input.hasAttribute("aria-activedescendant");
    if (event.key === "ArrowDown" || event.key === "ArrowUp" || (chosen && (event.key === "Enter" || event.key === "Tab"))) event.preventDefault();
  });
}

export const caret = input => input.selectionStart;

export function set(input, text) {
  input.value = text;
}

export function put(input, text, at) {
  input.value = text;
  input.focus();
  input.setSelectionRange(at, at);
}
