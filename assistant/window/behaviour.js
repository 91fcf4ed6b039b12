// What happens in the browser: views and their addresses, the panel, search, copying, reading aloud.
// No text of a person or a page is ever written here as HTML; HTML comes from the server, where it was escaped.

const say = window.stretchTexts;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const remembered = {
  get(key) { try { return localStorage.getItem(`stretch.${key}`); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(`stretch.${key}`, value); return true; } catch { return false; } },
  remove(key) { try { localStorage.removeItem(`stretch.${key}`); } catch { /* nothing was kept */ } },
};

let server = null;
let pending = "";
const phone = () => matchMedia("(max-width: 899px)").matches;
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

window.stretch = {
  connect(functions) { server = functions; whenMounted(begin); },
  next() { return pending; },
};

function whenMounted(then, tries = 0) {
  if (["#box textarea", "#chat", "#view-find", "#player", "#ask-behind", "#open-behind"].every((part) => one(part))) then();
  else if (tries < 1200) setTimeout(() => whenMounted(then, tries + 1), 25);
}

function begin() {
  one("#box textarea").id = "question";
  new MutationObserver(tidy).observe(one("#chat"), { childList: true, subtree: true });
  new MutationObserver(nameTheme).observe(document.body, { attributeFilter: ["class"] });
  tidy();
  showTheme();
  restoreChat();
  applyAddress();
  find();
  document.body.classList.add("ready");
}

function announce(text) {
  let place = one("#announce");
  if (!place) {
    place = Object.assign(document.createElement("div"), { id: "announce", className: "hidden-label" });
    place.setAttribute("role", "status");
    one("main")?.append(place);
  }
  place.textContent = "";
  setTimeout(() => { place.textContent = text; }, 50);
}

function toast(text) {
  one(".toast")?.remove();
  const note = Object.assign(document.createElement("div"), { className: "toast", textContent: text });
  document.body.append(note);
  announce(text);
  setTimeout(() => note.remove(), 3200);
}

// ------------------------------------------------------------------ asking

function busy() { return Boolean(one("#box .stop-button")); }

function ask(text, tries = 0) {
  if (busy() && tries < 200) { setTimeout(() => ask(text, tries + 1), 100); return; }
  go("chat");
  if (phone()) closePanel();
  document.body.classList.add("talking");
  pending = text;
  one("#ask-behind").click();
  one("#question").focus({ preventScroll: true });
}

let seen = 0;

// Gradio labels every message with its raw source; screen readers get a plain label instead.
function tidy() {
  for (const [kind, label] of [["bot", say.answer], ["user", say.asked]]) {
    for (const message of all(`#chat [data-testid=${kind}]`)) {
      if (message.getAttribute("aria-label") !== label) { message.setAttribute("role", "group"); message.setAttribute("aria-label", label); }
    }
  }
  for (const status of all("#chat [role=status]")) {
    if (/^\w+\.\w+$/.test(status.textContent.trim())) status.textContent = say.ready;
  }
  const asked = all("#chat [data-testid=user]");
  document.body.classList.toggle("talking", asked.length > 0);
  if (asked.length !== seen) {
    if (asked.length > seen) for (const wait of [0, 120, 400]) setTimeout(() => bringUp(all("#chat [data-testid=user]").at(-1)), wait);
    seen = asked.length;
  }
}

function bringUp(message) {
  const log = message?.closest("[role=log]");
  if (!log) return;
  log.classList.add("room");
  const top = message.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop - 20;
  log.scrollTo({ top, behavior: calm() ? "auto" : "smooth" });
}

// ------------------------------------------------------------------ views and addresses

const VIEWS = ["chat", "find", "check", "routines"];

function go(view, { push = true, focus = false } = {}) {
  document.body.dataset.view = view;
  for (const button of all("#views [data-view]")) {
    if (button.dataset.view === view) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  closeDrawer();
  if (phone()) closePanel({ push: false });
  if (push) address(view === "chat" ? {} : { view, ...(view === "find" ? chosen() : {}) });
  if (focus) one(`#view-${view} h2`)?.focus();
}

function address(values, { replace = false } = {}) {
  const wanted = new URLSearchParams();
  const theme = new URLSearchParams(location.search).get("__theme");
  for (const [key, value] of Object.entries(values)) if (value) wanted.set(key, value);
  if (theme) wanted.set("__theme", theme);
  const text = wanted.toString() ? `?${wanted}` : location.pathname;
  if (text === (location.search || location.pathname)) return;
  history[replace ? "replaceState" : "pushState"](null, "", text);
}

function applyAddress() {
  const wanted = new URLSearchParams(location.search);
  const view = VIEWS.includes(wanted.get("view")) ? wanted.get("view") : "chat";
  go(view, { push: false });
  if (view === "find") choose(Object.fromEntries(wanted));
  if (wanted.get("routine")) {
    const card = document.getElementById(`routine-${wanted.get("routine")}`);
    if (card) { one("details", card).open = true; card.scrollIntoView(); }
  }
  if (wanted.get("stretch")) openStretch(wanted.get("stretch"), { push: false });
  else if (wanted.get("source")) openSource(wanted.get("source"), { push: false });
  else closePanel({ push: false });
  const question = wanted.get("ask");
  if (question) {
    address({}, { replace: true });
    newChat();
    setTimeout(() => ask(question.slice(0, 2000)), 150);
  }
}
addEventListener("popstate", applyAddress);

// ------------------------------------------------------------------ the panel

let before = null;

async function openPanel(tab, fetched) {
  if (document.body.dataset.panel !== "open") before = document.activeElement;
  document.body.dataset.panel = "open";
  selectTab(tab);
  const body = one(`#panel-${tab}`);
  body.setAttribute("aria-busy", "true");
  try {
    body.innerHTML = await fetched;
  } catch {
    toast(say.offline);
  }
  body.removeAttribute("aria-busy");
  const quoted = one("#quoted", body);
  if (quoted) {
    quoted.scrollIntoView({ block: "center" });
    quoted.focus({ preventScroll: true });
    quoted.classList.add("flash");
  } else {
    body.scrollTop = 0;
    one("h2", body)?.focus({ preventScroll: true });
  }
}

function openSource(passage, { push = true } = {}) {
  if (push) address({ ...here(), source: passage });
  return openPanel("source", server.source(passage));
}

function openStretch(name, { push = true } = {}) {
  if (push) address({ ...here(), stretch: name });
  return openPanel("stretch", server.stretch(name));
}

function here() {
  const view = document.body.dataset.view;
  return view && view !== "chat" ? { view } : {};
}

function closePanel({ push = true } = {}) {
  if (document.body.dataset.panel !== "open") return;
  delete document.body.dataset.panel;
  if (push) address(here());
  if (before?.isConnected && one("#panel").contains(document.activeElement)) before.focus({ preventScroll: true });
  before = null;
}

function selectTab(tab) {
  for (const button of all("#panel [role=tab]")) {
    const on = button.id === `tab-${tab}`;
    button.setAttribute("aria-selected", String(on));
    button.tabIndex = on ? 0 : -1;
    document.getElementById(button.getAttribute("aria-controls")).hidden = !on;
  }
}

function openDrawer() {
  document.body.classList.add("drawer");
  one("#menu").setAttribute("aria-expanded", "true");
  one("#drawer .new").focus();
}

function closeDrawer() {
  if (!document.body.classList.contains("drawer")) return;
  document.body.classList.remove("drawer");
  one("#menu").setAttribute("aria-expanded", "false");
  if (one("#drawer").contains(document.activeElement)) one("#menu").focus();
}

// The moving picture stands still at a press, and moves again at the next.
function holdStill(button) {
  const svg = one("svg.stretch-figure", button.parentElement);
  const still = button.getAttribute("aria-pressed") !== "true";
  if (still) svg?.pauseAnimations();
  else svg?.unpauseAnimations();
  button.setAttribute("aria-pressed", String(still));
}

// ------------------------------------------------------------------ light and dark

function showTheme() {
  const kept = remembered.get("theme");
  if (kept && !new URLSearchParams(location.search).get("__theme")) document.body.classList.toggle("dark", kept === "dark");
  nameTheme();
}

// The name of the other theme stands on the button; pictures read the theme from the page.
function nameTheme() {
  const button = one("#theme");
  const dark = document.body.classList.contains("dark");
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  const name = dark ? say.light : say.dark;
  if (button.title === name) return;
  button.setAttribute("aria-label", name);
  button.title = name;
}

function switchTheme() {
  remembered.set("theme", document.body.classList.toggle("dark") ? "dark" : "light");
  nameTheme();
}

// ------------------------------------------------------------------ copying, reading aloud, thumbs

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = Object.assign(document.createElement("textarea"), { value: text, className: "hidden-label" });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) { toast(say.copyFailed); return; }
  }
  toast(say.copied);
}

function read(button) {
  const voice = window.speechSynthesis?.getVoices().find((v) => v.localService === true && v.lang.startsWith("en"))
    ?? window.speechSynthesis?.getVoices().find((v) => v.localService === true);
  if (!voice) { toast(say.noVoice); return; }
  const reading = speechSynthesis.speaking;
  speechSynthesis.cancel();
  for (const other of all("[data-speak]")) other.setAttribute("aria-label", say.readAloud);
  if (reading && button.dataset.reading) { delete button.dataset.reading; return; }
  const reply = button.closest(".reply");
  const words = all(".lead, .card > p:not(.row):not(.level), .intro, .about, blockquote", reply).map((node) => node.innerText).join("\n");
  const spoken = Object.assign(new SpeechSynthesisUtterance(words), { voice, lang: voice.lang });
  button.dataset.reading = "yes";
  button.setAttribute("aria-label", say.stopReading);
  spoken.onend = () => { delete button.dataset.reading; button.setAttribute("aria-label", say.readAloud); };
  speechSynthesis.speak(spoken);
}

async function thumb(button) {
  const given = { thumb: button.dataset.thumb, about: JSON.parse(button.dataset.about) };
  for (const other of all("[data-thumb]", button.parentElement)) other.setAttribute("aria-pressed", String(other === button));
  const key = await server.thumb(given);
  if (!key) return;
  const tools = button.parentElement;
  one(".word", tools.parentElement)?.remove();
  const form = Object.assign(document.createElement("form"), { className: "word" });
  const label = Object.assign(document.createElement("label"), { textContent: say.word });
  const field = Object.assign(document.createElement("input"), { type: "text", maxLength: 500 });
  const send = Object.assign(document.createElement("button"), { type: "submit", className: "soft", textContent: say.send });
  label.append(field);
  form.append(label, send);
  form.dataset.key = key;
  tools.after(form);
  field.focus();
}

async function sendWord(form) {
  const word = one("input", form).value.trim();
  if (word) await server.thumb({ key: form.dataset.key, word });
  form.remove();
  toast(say.thanks);
  one("#question").focus({ preventScroll: true });
}

// ------------------------------------------------------------------ find a stretch

function plain(text) { return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, " ").trim(); }

// Steps from one word to another: letters added, left out, changed or swapped; counts no further than `most`.
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [older, old] = [[], Array.from({ length: b.length + 1 }, (_, n) => n)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    [older, old] = [old, row];
  }
  return old[b.length];
}

// How well a word is found in a text: 3 as a beginning, 2 inside, 1 with a slip of the finger, 0 not.
function found(word, words, text) {
  if (words.some((other) => other.startsWith(word))) return 3;
  if (text.includes(word)) return 2;
  const most = word.length >= 7 ? 2 : word.length >= 4 ? 1 : 0;
  return most && words.some((other) => distance(word, other, most) <= most || (other.length > word.length && distance(word, other.slice(0, word.length), most) <= most)) ? 1 : 0;
}

const FILLERS = new Set(["a", "an", "the", "for", "my", "in", "on", "at", "with", "to", "of", "and", "stretch", "stretches", "pose"]);

function chosen() {
  const values = { q: one("#find-words").value.trim(), area: one(".areas [aria-pressed=true]")?.dataset.area ?? "" };
  for (const box of all("[data-filter]")) values[box.dataset.filter] = box.value;
  return values;
}

function choose(values) {
  one("#find-words").value = values.q ?? "";
  for (const box of all("[data-filter]")) box.value = [...box.options].some((o) => o.value === values[box.dataset.filter]) ? values[box.dataset.filter] : "";
  pressArea(values.area ?? "");
}

function pressArea(area) {
  for (const button of all("#view-find [data-area]")) button.setAttribute("aria-pressed", String(button.dataset.area === area));
  find();
}

const indexed = new WeakMap();

function find() {
  const { q, area, ...filters } = chosen();
  const typed = plain(q).split(" ").filter((word) => word && !FILLERS.has(word));
  let count = 0;
  const ranked = [];
  for (const tile of all("#find-list > li")) {
    if (!indexed.has(tile)) {
      const text = plain(tile.dataset.words);
      indexed.set(tile, { text, words: [...new Set(text.split(" "))], name: plain(one(".tile-name", tile).textContent) });
    }
    const { text, words, name } = indexed.get(tile);
    const fits = (!area || tile.dataset.areas.split(" ").includes(area))
      && Object.entries(filters).every(([key, value]) => !value || (key === "seconds" ? Number(tile.dataset.seconds) <= Number(value) : tile.dataset[key].split(" ").includes(value)));
    const scores = typed.map((word) => found(word, words, text) + (name.includes(word) ? 2 : 0));
    const shown = fits && scores.every((score) => score > 0);
    tile.hidden = !shown;
    count += shown;
    const main = area && tile.dataset.areas.split(" ")[0] === area ? 1 : 0;
    ranked.push([tile, scores.reduce((a, b) => a + b, 0) + main, name]);
  }
  ranked.sort((a, b) => b[1] - a[1] || a[2].localeCompare(b[2]));
  one("#find-list").append(...ranked.map(([tile]) => tile));
  one("#find-none").hidden = count > 0;
  one("#find-count").textContent = count === 1 ? say.shownOne : fill(say.shown, { count });
  if (document.body.dataset.view === "find") address({ view: "find", ...chosen() }, { replace: true });
}

// ------------------------------------------------------------------ symptom form and composed routines

async function submitted(form) {
  if (form.id === "check-form") {
    const data = new FormData(form);
    const values = { where: data.getAll("where"), feels: data.getAll("feels"), flags: data.getAll("flags") };
    for (const name of ["since", "started", "trend", "own"]) values[name] = data.get(name) ?? "";
    await put("#check-result", server.check(values));
  } else if (form.id === "compose-form") {
    await put("#composed", server.compose({
      minutes: Number(one("#compose-minutes").value), area: one("#compose-area").value, place: one("#compose-place").value,
      no_kneeling: one("#compose-kneel").checked, bare: one("#compose-bare").checked,
    }));
  }
}

async function put(place, fetched) {
  const region = one(place);
  try {
    region.innerHTML = await fetched;
  } catch {
    toast(say.offline);
    return;
  }
  const head = one("h3[tabindex], h4[tabindex]", region);
  if (head) { head.focus({ preventScroll: true }); region.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" }); }
}

addEventListener("submit", (event) => {
  if (["check-form", "compose-form"].includes(event.target.id)) { event.preventDefault(); submitted(event.target); }
  else if (event.target.className === "word") { event.preventDefault(); sendWord(event.target); }
});
addEventListener("reset", (event) => { if (event.target.id === "check-form") one("#check-result").replaceChildren(); });
addEventListener("input", (event) => { if (event.target.id === "find-words" || event.target.dataset?.filter) find(); });

// ------------------------------------------------------------------ clicks and keys

addEventListener("click", (event) => {
  const button = event.target.closest?.("button, [role=button], [role=tab], #shade");
  if (!one(".disclaimer")?.contains(event.target)) one(".disclaimer")?.removeAttribute("open");
  if (!button) return;
  const data = button.dataset;
  if (button.id === "menu") document.body.classList.contains("drawer") ? closeDrawer() : openDrawer();
  else if (button.id === "shade") { closeDrawer(); closePanel(); }
  else if (button.id === "theme") switchTheme();
  else if (button.getAttribute("role") === "tab" && button.closest("#panel")) selectTab(button.id.slice(4));
  else if (data.view && button.closest("#views")) go(data.view, { focus: true });
  else if (data.ask !== undefined) ask(data.ask);
  else if (data.source) openSource(data.source);
  else if (data.stretch) openStretch(data.stretch);
  else if (data.panel === "close") closePanel();
  else if (data.copy !== undefined) copy(data.copy);
  else if (data.link !== undefined) copy(`${location.origin}${location.pathname}?ask=${encodeURIComponent(data.link)}`);
  else if (data.address) copy(`${location.origin}${location.pathname}${data.address}`);
  else if (data.speak) read(button);
  else if (data.thumb) thumb(button);
  else if (data.print) window.print();
  else if (data.still) holdStill(button);
  else if (data.area) pressArea(button.getAttribute("aria-pressed") === "true" ? "" : data.area);
  else if (data.clear === "find") choose({});
  else if (data.findArea) { go("find", { push: false }); choose({ area: data.findArea }); }
  else if (data.hold) startHold(JSON.parse(data.hold), data.title);
  else if (data.player) playerButton(data.player, button);
  else if (data.chat) chatButton(data.chat, button);
});

addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") {
    if (document.body.classList.contains("drawer")) closeDrawer();
    else if (one(".disclaimer[open]")) one(".disclaimer").removeAttribute("open");
    else if (document.body.dataset.panel === "open") closePanel();
  } else if (event.key === "/" && !typing) {
    event.preventDefault();
    go("chat");
    one("#question").focus();
  } else if ((event.key === "Enter" || event.key === " ") && event.target.matches?.("g[role=button]")) {
    event.preventDefault();
    pressArea(event.target.getAttribute("aria-pressed") === "true" ? "" : event.target.dataset.area);
  } else if (event.target.getAttribute?.("role") === "tab" && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
    const other = all("#panel [role=tab]").find((tab) => tab !== event.target);
    selectTab(other.id.slice(4));
    other.focus();
  } else if (!typing) playerKey(event);
});
