"use strict";
const root = document.documentElement;
const theme = document.getElementById("theme");
const themes = ["auto", "light", "dark"];
const remember = (name) => { try { localStorage.setItem("talkcoach-theme", name); } catch { /* a file may not */ } };
const recall = () => { try { return localStorage.getItem("talkcoach-theme"); } catch { return null; } };
function dress(name) {
  root.dataset.theme = name;
  theme.textContent = "Colours: " + name;
}
dress(themes.includes(recall()) ? recall() : "auto");
theme.hidden = false;
theme.addEventListener("click", () => {
  const next = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
  dress(next);
  remember(next);
});

let voice = null; // comes behind this script: nothing waits for its megabytes
const text = document.getElementById("words");
const words = text ? Array.from(text.querySelectorAll(".w")) : [];
const starts = words.map((word) => Number(word.dataset.t));

// Thousands of words are laid out after everything else is there.
addEventListener("load", () => setTimeout(() => root.classList.add("settled"), 200));

/** The last word that starts at or before `time`; -1 before the first. */
function at(time) {
  let low = 0, high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= time) low = middle + 1; else high = middle;
  }
  return low - 1;
}

function play(time) {
  if (!voice) return;
  voice.currentTime = time;
  voice.play();
}

let lit = -1;
function light() {
  const index = at(voice.currentTime + 0.02);
  if (index === lit) return;
  if (lit >= 0) words[lit].classList.remove("now");
  if (index >= 0) words[index].classList.add("now");
  lit = index;
}
function follow() {
  light();
  if (!voice.paused) requestAnimationFrame(follow);
}
document.addEventListener("DOMContentLoaded", () => {
  voice = document.querySelector("audio");
  if (!voice) return;
  if (words.length) words[0].tabIndex = 0;
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") voice.pause(); });
  voice.addEventListener("play", follow);
  voice.addEventListener("seeked", light);
  voice.addEventListener("timeupdate", light);
  for (const button of document.querySelectorAll("button[data-t]")) {
    button.hidden = false;
    button.addEventListener("click", () => play(Number(button.dataset.t)));
  }
});

if (text) {
  let here = 0;
  const go = (index) => {
    if (!words.length) return;
    words[here].tabIndex = -1;
    here = Math.max(0, Math.min(words.length - 1, index));
    words[here].tabIndex = 0;
    words[here].focus();
  };
  text.addEventListener("click", (event) => {
    const word = event.target.closest(".w");
    if (!word || String(getSelection())) return;
    go(words.indexOf(word));
    play(Number(word.dataset.t));
  });
  text.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 12, ArrowUp: -12 };
    if (!event.target.classList.contains("w")) return;
    if (event.key in steps) go(here + steps[event.key]);
    else if (event.key === " " && voice && !voice.paused) voice.pause();
    else if (voice && (event.key === "Enter" || event.key === " ")) play(starts[here]);
    else return;
    event.preventDefault();
  });

  const query = document.getElementById("query");
  const count = document.getElementById("count");
  const plain = words.map((word) => word.textContent.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ""));
  let hits = [], shown = -1;
  const show = (step) => {
    if (!hits.length) return;
    words[hits[Math.max(shown, 0)]].classList.remove("here");
    shown = (shown + step + hits.length) % hits.length;
    words[hits[shown]].classList.add("here");
    words[hits[shown]].scrollIntoView({ block: "center" });
    count.textContent = (shown + 1) + " of " + hits.length;
  };
  query.addEventListener("input", () => {
    for (const word of text.querySelectorAll(".hit")) word.classList.remove("hit", "here");
    const wanted = query.value.toLowerCase().split(/\s+/).map((part) => part.replace(/[^\p{L}\p{N}]+/gu, "")).filter(Boolean);
    hits = [];
    if (wanted.length) {
      for (let i = 0; i + wanted.length <= words.length; i++) {
        if (wanted.every((part, k) => k + 1 < wanted.length ? plain[i + k] === part : plain[i + k].startsWith(part))) {
          hits.push(i);
          for (let k = 0; k < wanted.length; k++) words[i + k].classList.add("hit");
        }
      }
    }
    shown = -1;
    count.textContent = wanted.length ? hits.length + (hits.length === 1 ? " place" : " places") : "";
  });
  query.addEventListener("keydown", (event) => { if (event.key === "Enter") show(event.shiftKey ? -1 : 1); });
  document.getElementById("previous").addEventListener("click", () => show(-1));
  document.getElementById("next").addEventListener("click", () => show(1));
  document.getElementById("find").hidden = false;
}
