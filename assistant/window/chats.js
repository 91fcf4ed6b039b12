// Past chats live in this browser only. Each is kept under a key of its own, so that two tabs do not overwrite each other.

const MOST_CHATS = 30;
let current = "";

function stored() {
  const found = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith("stretch.chat.")) continue;
      try {
        const chat = JSON.parse(localStorage.getItem(key));
        if (chat?.id && chat.turns?.length) found.push(chat);
      } catch { localStorage.removeItem(key); }
    }
  } catch { /* this browser keeps nothing */ }
  return found.sort((a, b) => (b.changed ?? 0) - (a.changed ?? 0));
}

function newId() { return `${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`; }

function setCurrent(id) {
  current = id;
  try { sessionStorage.setItem("stretch.current", id); } catch { /* a reload then begins anew */ }
  remembered.set("current", id);
}

let toOpen = { id: "", turns: [] };
window.stretch.opened = () => toOpen;

window.stretch.keep = (kept) => {
  if (!kept?.turns?.length) { listChats(); return; }
  const id = kept.id || current || newId();
  if (!kept.id && current !== id) setCurrent(id);
  const text = JSON.stringify({ ...kept, id, changed: Date.now() });
  const old = remembered.get(`chat.${id}`);
  if (old && JSON.stringify({ ...JSON.parse(old), changed: 0 }) === JSON.stringify({ ...JSON.parse(text), changed: 0 })) { listChats(); return; }
  while (!remembered.set(`chat.${id}`, text)) {
    const oldest = stored().filter((chat) => chat.id !== id).at(-1);
    if (!oldest) break;
    remembered.remove(`chat.${oldest.id}`);
    toast(say.full);
  }
  for (const chat of stored().slice(MOST_CHATS)) remembered.remove(`chat.${chat.id}`);
  listChats();
};

function restoreChat() {
  let id = null;
  try { id = sessionStorage.getItem("stretch.current"); } catch { /* see above */ }
  id ??= new URLSearchParams(location.search).get("ask") ? null : remembered.get("current");
  const chat = stored().find((entry) => entry.id === id);
  if (chat) openChat(chat);
  else { setCurrent(newId()); document.body.classList.add("ready"); }
  listChats();
}

function openChat(chat) {
  setCurrent(chat.id);
  toOpen = chat;
  seen = 0;
  document.body.classList.toggle("talking", chat.turns.length > 0);
  one("#open-behind").click();
  listChats();
}

function newChat() {
  openChat({ id: newId(), turns: [] });
  one("#question")?.focus({ preventScroll: true });
}

function title(chat) { return chat.turns[0]?.message.trim().replace(/\s+/g, " ").slice(0, 80) || say.untitled; }

function listChats() {
  const list = one("#chats");
  if (!list) return;
  const chats = stored();
  list.replaceChildren(...chats.map((chat) => {
    const row = document.createElement("li");
    const open = Object.assign(document.createElement("button"), { type: "button", className: "past", textContent: title(chat) });
    open.dataset.chat = "open";
    open.dataset.id = chat.id;
    open.dir = "auto";
    if (chat.id === current) open.setAttribute("aria-current", "true");
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "tool", textContent: "×" });
    remove.dataset.chat = "delete";
    remove.dataset.id = chat.id;
    remove.setAttribute("aria-label", fill(say.deleteChat, { title: title(chat) }));
    row.append(open, remove);
    return row;
  }));
  one("#drawer .empty").hidden = chats.length > 0;
  one("#drawer .drawer-foot").classList.toggle("none", chats.length === 0);
}

function chatButton(what, button) {
  if (what === "new") { go("chat"); newChat(); closeDrawer(); }
  else if (what === "open") {
    const chat = stored().find((entry) => entry.id === button.dataset.id);
    if (chat) { go("chat"); openChat(chat); closeDrawer(); }
  } else if (what === "delete") {
    remembered.remove(`chat.${button.dataset.id}`);
    if (button.dataset.id === current) newChat();
    listChats();
    one("#drawer .new").focus();
  } else if (what === "delete-all" && confirm(say.deleteSure)) {
    for (const chat of stored()) remembered.remove(`chat.${chat.id}`);
    newChat();
    listChats();
  } else if (what === "export") download("chats.md", asMarkdown(stored()), "text/markdown");
}

addEventListener("storage", (event) => { if (event.key?.startsWith("stretch.chat.")) listChats(); });

function asMarkdown(chats) {
  const parts = [`# ${say.exportTitle}`];
  for (const chat of chats) {
    parts.push(`## ${title(chat)}`, new Date(chat.changed).toLocaleString());
    for (const turn of chat.turns) {
      parts.push(`**${say.youAsked}:** ${turn.message}`);
      if (turn.text) parts.push(turn.text);
      for (const quote of turn.quotes ?? []) {
        parts.push(`${quote.text.split("\n").map((line) => `> ${line}`).join("\n")}\n>\n> (${quote.headings.join(" › ")}, ${quote.file}:${quote.line})`);
      }
    }
  }
  return `${parts.join("\n\n")}\n`;
}

function download(name, text, type) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
