// Whether a reader has not scrolled: only then may new rows push the others down.
export const atTop = element => element.scrollTop < 8;

export function toTop(element) {
  element.scrollTop = 0;
}
