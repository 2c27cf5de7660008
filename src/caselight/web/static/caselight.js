// Caselight in the browser: driven by data attributes, one tick a second, no inline script anywhere.
//   [data-run]    a stamp the server moves on every successful check; data-age: the data's age then, in seconds
//   [data-tick]   inside it: shows that age, counting on
//   [data-focus]  text of the placeholder of the field to focus when the page opens
//   [data-enter]  the key of a field in which Enter presses the button of the key in data-presses
"use strict";
(() => {
  const html = document.documentElement;
  const STALE = 15000, CUT = 5000, ASK = 10000, SHIFT = 600000, REST_HOUR = 4, AWAKE = 7200000, LATE = 5000, SETTLES = 5000;
  const opened = performance.now();
  let seen = null, moved = opened, asked = 0, focused = "", noted = "";

  // [data-settled] on the page's root: it is open, and nothing may wait for its parts any more
  setTimeout(() => html.setAttribute("data-settled", ""), SETTLES);

  const onWall = () => html.dataset.page === "wall";
  const connection = () => document.querySelector("[data-testid=stApp]")?.dataset.testConnectionState;
  const spoken = (s) => s < 60 ? `${s} s` : s < 3600 ? `${Math.floor(s / 60)} min` : `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} min`;
  const write = (el, text) => { if (el && el.textContent !== text) el.textContent = text; };

  function place() {
    const page = location.pathname.split("/")[1] || "overview";
    if (html.dataset.page !== page) { html.dataset.page = page; focused = ""; }
    const here = encodeURIComponent(location.pathname + location.search);
    if (here !== noted) document.cookie = `caselight_page=${noted = here}; path=/auth; samesite=strict`; // to return to
    const app = document.querySelector("[data-testid=stApp]");
    const scheme = app && !onWall() ? getComputedStyle(app).colorScheme : "";
    if (html.style.colorScheme !== scheme) html.style.colorScheme = scheme; // menus live outside the app's element
  }

  function bar() {
    let el = document.getElementById("not-live");
    if (!el) {
      el = document.body.appendChild(document.createElement("div"));
      el.id = "not-live";
      el.setAttribute("role", "alert");
      el.append(Object.assign(document.createElement("i"), {className: "shape"}), document.createElement("span"));
    }
    return el.lastChild;
  }

  function watch() {
    const stamp = document.querySelector("[data-run]"), run = stamp?.dataset.run;
    const now = performance.now();
    if (run && run !== seen) { seen = run; moved = now; asked = 0; }
    const since = now - moved;
    const old = Math.floor(since / 1000 + Number(stamp?.dataset.age || 0));
    for (const el of document.querySelectorAll("[data-tick]")) write(el, spoken(old));
    const cut = seen !== null && connection() !== "CONNECTED" && since > CUT;
    const dead = onWall() && (since > STALE || cut);
    html.toggleAttribute("data-not-live", dead);
    if (dead) write(bar(), seen === null ? "NOT LIVE no data yet" : `NOT LIVE data is ${spoken(old)} old`);
    if (dead && since > asked + ASK) { asked = since; whoami(); }
  }

  // Signed out while the server was away: the socket is refused for ever, so ask and go to the door.
  async function whoami() {
    try {
      const answer = await fetch("/auth/whoami", {cache: "no-store"});
      if (answer.status === 401) location.replace("/auth/sign-in?next=" + encodeURIComponent(location.pathname + location.search));
      else if (answer.ok && performance.now() - opened > 120000 && performance.now() - moved > 60000) location.reload();
    } catch { /* the server is away: the bar says so */ }
  }

  // A wall stands for months: move the picture against burn-in, start afresh every night.
  function keep() {
    if (!onWall()) return;
    const step = Math.floor((performance.now() - opened) / SHIFT) % 4;
    html.style.setProperty("--shift-x", `${[0, 2, 2, 0][step]}px`);
    html.style.setProperty("--shift-y", `${[0, 0, 2, 2][step]}px`);
    const awake = performance.now() - opened > AWAKE;
    if (awake && new Date().getHours() === REST_HOUR && connection() === "CONNECTED") location.reload();
  }

  const box = () => document.querySelector(".st-key-onebox input, .st-key-box input, [data-testid=stTextInput] input");
  function focus() {
    const wanted = document.querySelector("[data-focus]")?.dataset.focus;
    if (!wanted || wanted === focused) return;
    const field = document.querySelector(`.st-key-${CSS.escape(wanted)} input, .st-key-${CSS.escape(wanted)} textarea`);
    if (field) { field.focus(); focused = wanted; }
  }

  addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyN") return;
    event.preventDefault();
    box()?.focus();
  });

  // Streamlit takes the text of a field on Enter; what is to be done with it is a button's business. On a slow line the
  // field is drawn before its button, whose script is a file of its own: then Enter waits for it.
  function press(target, until) {
    const wanted = [...document.querySelectorAll("[data-enter]")].filter(({ dataset }) => target.closest(`.st-key-${CSS.escape(dataset.enter)}`));
    const buttons = wanted.map(({ dataset }) => document.querySelector(`.st-key-${CSS.escape(dataset.presses)} button`)).filter(Boolean);
    if (buttons.length) buttons.forEach((button) => button.click());
    else if (target.isConnected && performance.now() < until) setTimeout(press, 50, target, until);
  }
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.repeat || !event.target.matches?.("input")) return;
    press(event.target, performance.now() + LATE);
  });

  const tick = () => { place(); watch(); keep(); focus(); };
  place();
  addEventListener("DOMContentLoaded", tick);
  setInterval(tick, 1000);
})();
