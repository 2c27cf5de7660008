// Caselight while somebody types: a line outlives the end of a session, and what can be undone counts down.
//   [data-user]  who is signed in: a line is kept for them alone, in this tab, until it is sent or emptied
//   [data-left]  for how many seconds something can be undone; then [data-over], and its button goes
"use strict";
(() => {
  const LINES = ".st-key-box input, .st-key-quick input", SENDS = ".st-key-enter_save button, .st-key-quick_save button";
  const KEPT = "caselight-line:", ANSWERED = 5000;
  const met = new WeakSet(), begun = new WeakMap();
  let sent = -ANSWERED;

  const user = () => document.querySelector("[data-user]")?.dataset.user;
  const name = (field) => `${KEPT}${user()}:${field.closest(".st-key-box") ? "box" : location.search}`;

  function keep(field) {
    if (!user()) return;
    if (field.value) sessionStorage.setItem(name(field), field.value);
    else sessionStorage.removeItem(name(field));
  }

  // What somebody else left in this tab goes; one's own line is put back as if it were typed.
  function restore(field) {
    met.add(field);
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(KEPT) && !key.startsWith(`${KEPT}${user()}:`)) sessionStorage.removeItem(key);
    const line = sessionStorage.getItem(name(field));
    if (!line || field.value) return;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, line);
    field.dispatchEvent(new Event("input", {bubbles: true}));
  }

  function send() {
    sent = performance.now();
    for (const field of document.querySelectorAll(LINES)) if (user()) sessionStorage.removeItem(name(field));
  }

  function countDown(el, now) {
    if (begun.get(el)?.left !== el.dataset.left) begun.set(el, {left: el.dataset.left, at: now});
    const left = Math.ceil(Number(el.dataset.left) - (now - begun.get(el).at) / 1000);
    const text = left > 0 ? `${left} s` : "";
    if (el.textContent !== text) el.textContent = text;
    el.toggleAttribute("data-over", left <= 0);
  }

  addEventListener("input", ({target}) => { if (target.matches?.(LINES)) keep(target); });
  addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches?.(LINES)) send(); });
  addEventListener("click", ({target}) => { if (target.closest?.(SENDS)) send(); });
  setInterval(() => {
    const now = performance.now();
    for (const el of document.querySelectorAll("[data-left]")) countDown(el, now);
    if (!user()) return;
    for (const field of document.querySelectorAll(LINES)) {
      if (!met.has(field)) restore(field);
      else if (!field.value || now - sent > ANSWERED) keep(field);
    }
  }, 1000);
})();
