// The name that a person gives to what they do here. It is kept in this browser alone and proves nothing.
const key = "dashboard-person";

export function remembered() {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

export function remember(name) {
  try {
    localStorage.setItem(key, name);
  } catch {
    // A browser that keeps nothing still sends the name until the page is closed.
  }
}
