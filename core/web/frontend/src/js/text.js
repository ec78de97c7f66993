// Texts shown by scripts come from the page, in the reader's language.
let texts;

export function text(key, values = {}) {
  texts ??= JSON.parse(document.getElementById("k-i18n")?.textContent || "{}");
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}
