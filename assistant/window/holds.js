// Guided holds: the whole clock runs here, so it goes on while the chat is used and when the server is away.

const READY_SECONDS = 5, CHANGE_SECONDS = 5, REST_SECONDS = 8;
const play = { phases: [], at: 0, left: 0, paused: false, sound: true, title: "", held: new Map(), last: 0, timer: 0, lock: null, audio: null, said: -1 };

// A routine as phases: get ready, then each side of each stretch with a change or a rest between.
function phasesOf(steps) {
  const phases = [{ kind: "ready", seconds: READY_SECONDS, step: 0 }];
  steps.forEach((step, number) => {
    if (number > 0) phases.push({ kind: "rest", seconds: Math.max(step.change ?? REST_SECONDS, 3), step: number });
    for (let side = 1; side <= step.sides; side++) {
      if (side > 1) phases.push({ kind: "change", seconds: CHANGE_SECONDS, step: number });
      phases.push({ kind: "hold", seconds: step.seconds, step: number, side: step.sides > 1 ? side : 0 });
    }
  });
  return phases;
}

function startHold(steps, name) {
  Object.assign(play, { steps, phases: phasesOf(steps), at: 0, paused: false, title: name || steps[0].title, held: new Map(), said: -1 });
  play.audio ??= window.AudioContext ? new AudioContext() : null;
  play.audio?.resume?.();
  play.left = play.phases[0].seconds * 1000;
  play.last = performance.now();
  one("#player").hidden = false;
  one("#player").className = "";
  one("#player .player-done").hidden = true;
  document.body.classList.add("holding");
  if (phone()) closePanel();
  clearInterval(play.timer);
  play.timer = setInterval(tick, 100);
  awake();
  enter();
  one("#player [data-player=pause]").focus({ preventScroll: true });
}

async function awake() {
  try { play.lock = await navigator.wakeLock?.request("screen"); } catch { play.lock = null; }
}
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && document.body.classList.contains("holding")) awake(); });

function tick() {
  const now = performance.now();
  const passed = now - play.last;
  play.last = now;
  if (play.paused) return;
  const phase = play.phases[play.at];
  if (phase.kind === "hold") play.held.set(play.at, Math.min(phase.seconds, (play.held.get(play.at) ?? 0) + passed / 1000));
  play.left -= passed;
  const left = Math.ceil(play.left / 1000);
  if (left !== play.said && left > 0 && left <= 3) beep(660, 0.08);
  if (phase.kind === "hold" && phase.seconds >= 20 && left === Math.floor(phase.seconds / 2) && left !== play.said) speakUp(say.halfway);
  play.said = left;
  if (play.left <= 0) move(1);
  else draw();
}

function move(by) {
  const next = play.at + by;
  if (next >= play.phases.length) { finish(); return; }
  play.at = Math.max(0, next);
  play.left = play.phases[play.at].seconds * 1000;
  play.said = -1;
  enter();
}

function enter() {
  const phase = play.phases[play.at];
  const step = play.steps[phase.step];
  const name = { ready: say.getReady, hold: say.hold, change: say.change, rest: fill(say.next, { title: step.title }) }[phase.kind];
  beep(phase.kind === "hold" ? 880 : 520, 0.25);
  navigator.vibrate?.(phase.kind === "hold" ? [120, 60, 120] : 120);
  speakUp([name, phase.side ? (phase.side === 1 ? say.first : say.second) : "", phase.kind === "hold" ? fill(say.seconds, { count: phase.seconds }) : ""].filter(Boolean).join(". "));
  draw();
}

function draw() {
  const player = one("#player");
  const phase = play.phases[play.at];
  const step = play.steps[phase.step];
  const many = play.steps.length > 1;
  player.dataset.phase = phase.kind;
  player.classList.toggle("paused", play.paused);
  one(".player-title", player).textContent = many ? `${play.title} · ${fill(say.stepOf, { step: phase.step + 1, steps: play.steps.length })}` : play.title;
  one(".count", player).textContent = String(Math.max(0, Math.ceil(play.left / 1000)));
  one(".phase", player).textContent = play.paused ? say.paused : { ready: say.getReady, hold: say.hold, change: say.change, rest: say.getReady }[phase.kind];
  one(".side", player).textContent = phase.kind === "hold" && phase.side ? (phase.side === 1 ? say.first : say.second) : "";
  const later = play.phases.slice(play.at + 1).find((other) => other.kind === "hold");
  one(".after", player).textContent = phase.kind === "hold"
    ? (many ? step.title : "")
    : many ? step.title : later?.side === 2 ? say.second : later?.side === 1 ? say.first : "";
  one(".arc", player).style.strokeDashoffset = String(100 * (1 - Math.max(0, play.left) / (phase.seconds * 1000)));
  const pause = one("[data-player=pause]", player);
  pause.setAttribute("aria-label", play.paused ? say.resume : say.pause);
}

function playerButton(what, button) {
  if (what === "pause") { play.paused = !play.paused; speakUp(play.paused ? say.paused : say.resume); draw(); }
  else if (what === "skip") move(1);
  else if (what === "back") {
    const phase = play.phases[play.at];
    move(play.left < phase.seconds * 1000 - 2000 ? 0 : -1);
  } else if (what === "shorter" || what === "longer") {
    const phase = play.phases[play.at];
    const by = what === "longer" ? 5 : -5;
    if (phase.seconds + by < 5) return;
    phase.seconds += by;
    play.left = Math.max(1000, play.left + by * 1000);
    for (const other of play.phases.slice(play.at + 1)) if (other.step === phase.step && other.kind === phase.kind) other.seconds = phase.seconds;
    draw();
  } else if (what === "sound") {
    play.sound = !play.sound;
    button.dataset.pressed = String(play.sound);
    button.setAttribute("aria-pressed", String(play.sound));
  } else if (what === "size") one("#player").classList.toggle("small");
  else if (what === "copy") copy(summary());
  else if (what === "end") (one("#player .player-done").hidden && play.held.size ? finish() : closePlayer());
}

function playerKey(event) {
  if (!document.body.classList.contains("holding") || event.target.closest?.("button, summary, [role=button], [role=tab]") && event.key === " ") return;
  const what = { " ": "pause", ArrowRight: "skip", ArrowLeft: "back", m: "sound" }[event.key];
  if (!what || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  playerButton(what, one(`#player [data-player=${what}]`));
}

function finish() {
  clearInterval(play.timer);
  play.lock?.release?.();
  document.body.classList.remove("holding");
  const player = one("#player");
  player.dataset.phase = "done";
  player.classList.remove("small", "paused");
  one(".player-done", player).hidden = false;
  one(".player-done h2", player).textContent = say.doneTitle;
  one(".player-done pre", player).textContent = summary();
  beep(660, 0.15);
  setTimeout(() => beep(880, 0.3), 180);
  speakUp(say.done);
  one(".player-done h2", player).focus({ preventScroll: true });
}

function closePlayer() {
  clearInterval(play.timer);
  play.lock?.release?.();
  document.body.classList.remove("holding");
  one("#player").hidden = true;
  if (document.body.dataset.view === "chat") one("#question").focus({ preventScroll: true });
}

// What was done, and nothing that was not.
function summary() {
  const lines = play.steps.map((step, number) => {
    const held = [...play.held].filter(([at]) => play.phases[at].step === number).map(([, seconds]) => Math.round(seconds)).filter((n) => n > 0);
    return held.length ? fill(say.doneLine, { title: step.title, held: held.join(" + ") }) : fill(say.doneSkipped, { title: step.title });
  });
  return [fill(say.doneHead, { date: new Date().toLocaleDateString() }), ...lines.map((line) => `- ${line}`)].join("\n");
}

function beep(pitch, seconds) {
  if (!play.sound || !play.audio) return;
  const now = play.audio.currentTime;
  const tone = play.audio.createOscillator();
  const volume = play.audio.createGain();
  tone.type = "sine";
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0, now);
  volume.gain.linearRampToValueAtTime(0.16, now + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, now + seconds);
  tone.connect(volume).connect(play.audio.destination);
  tone.start(now);
  tone.stop(now + seconds + 0.05);
}

function speakUp(text) { one("#player-says").textContent = text; }
