import { actions } from "./actions.js";

const root = document.documentElement;

function isDark() {
  // without data-theme the computed color-scheme is "light dark": only the system knows
  if (root.dataset.theme) return root.dataset.theme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

actions.theme = () => {
  const next = isDark() ? "light" : "dark";
  root.dataset.theme = next;
  const secure = location.protocol === "https:" ? ";secure" : "";
  document.cookie = `k_theme=${next};path=/;max-age=31536000;samesite=lax${secure}`;
  document.dispatchEvent(new CustomEvent("k:theme"));
};
