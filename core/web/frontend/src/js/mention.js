// An @ in a text that may name colleagues: the list is fetched when the first one is typed.
document.addEventListener("input", async ({ target: area }) => {
  if (!area.matches?.("textarea[data-mentions]") || !area.value.includes("@")) return;
  const { look } = await import("./mention-list.js");
  look(area);
});
