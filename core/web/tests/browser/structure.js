// Finds what people would see as broken: text that is cut off, things that lie on each other,
// pages wider than their window. Gives a list of sentences.
() => {
  const SLACK = 3;
  const WHOLE = "h1, h2, h3, button, th, .btn, nav, label, dt"; // no dots stand for their words
  const found = new Set();
  const name = (one) => {
    const id = one.id ? `#${one.id}` : "";
    const kind = typeof one.className === "string" ? one.className.trim().split(/\s+/)[0] : "";
    const text = (one.innerText || one.getAttribute("aria-label") || "").trim().slice(0, 30);
    return `${one.localName}${id}${kind ? `.${kind}` : ""} "${text}"`;
  };

  for (const one of [document.documentElement, ...document.querySelectorAll(".body, .main")]) {
    const beyond = one.scrollWidth - one.clientWidth;
    if (beyond > 1 && getComputedStyle(one).overflowX !== "auto") found.add(`${beyond} px too wide: ${one.localName}.${one.className}`);
  }

  const styles = new Map();
  const style = (one) => {
    if (!styles.has(one)) styles.set(one, getComputedStyle(one));
    return styles.get(one);
  };
  const boxes = new Map();
  const box = (one) => {
    if (!boxes.has(one)) boxes.set(one, one.getBoundingClientRect());
    return boxes.get(one);
  };
  // what is there for screen readers alone, floats above the page, or is not open
  const apart = (one) => {
    for (let up = one; up && up !== document.body; up = up.parentElement) {
      const s = style(up);
      if (s.clipPath !== "none" || s.visibility === "hidden" || s.opacity === "0") return true;
      if (s.position === "fixed" || s.position === "sticky") return true;
      if (up.matches("dialog, [popover], select, .vh, svg, canvas")) return true;
    }
    return false;
  };
  const clipped = (rect, one, whole) => {
    let { left, top, right, bottom } = rect;
    for (let up = one; up && up !== document.body; up = up.parentElement) {
      const s = style(up);
      if (s.overflowX === "visible" && s.overflowY === "visible") continue;
      const at = box(up);
      const cut = Math.max(at.left - left, right - at.right);
      const low = bottom - at.bottom;
      const hides = s.overflowX === "hidden" || s.overflowX === "clip";
      if (whole && hides && cut > 1.5 && left < at.right) {
        const short = s.textOverflow === "ellipsis";
        if (!short || (one.closest(WHOLE) && !one.closest(".crumbs"))) {
          found.add(`cut off by ${Math.round(cut)} px: ${name(one)}`);
        }
      }
      const hidesLow = s.overflowY === "hidden" || s.overflowY === "clip";
      if (whole && hidesLow && low > 4 && top < at.bottom && s.webkitLineClamp === "none") {
        found.add(`cut off below by ${Math.round(low)} px: ${name(one)}`);
      }
      left = Math.max(left, at.left);
      top = Math.max(top, at.top);
      right = Math.min(right, at.right);
      bottom = Math.min(bottom, at.bottom);
    }
    return { left, top, right, bottom };
  };

  const things = [];
  const add = (one, rect, whole) => {
    if (rect.width < 2 || rect.height < 2) return;
    const seen = clipped(rect, one, whole);
    if (seen.right - seen.left > 2 && seen.bottom - seen.top > 2) things.push({ one, ...seen });
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const one = node.parentElement;
    if (!node.data.trim() || one.matches("script, style, option, noscript, textarea")) continue;
    if (!one.checkVisibility() || apart(one)) continue;
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) add(one, rect, true);
  }
  for (const one of document.querySelectorAll("button, input, select, textarea, a.btn, img, progress")) {
    if (one.checkVisibility() && !apart(one) && one.type !== "hidden") add(one, box(one), false);
  }

  things.sort((a, b) => a.top - b.top);
  for (let i = 0; i < things.length; i++) {
    const a = things[i];
    for (let j = i + 1; j < things.length && things[j].top < a.bottom - SLACK; j++) {
      const b = things[j];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide <= SLACK || high <= SLACK) continue;
      if (a.one === b.one || a.one.contains(b.one) || b.one.contains(a.one)) continue;
      if (a.one.labels && [...a.one.labels].some((label) => label.contains(b.one))) continue;
      if (b.one.labels && [...b.one.labels].some((label) => label.contains(a.one))) continue;
      found.add(`lie on each other: ${name(a.one)} and ${name(b.one)}`);
    }
  }
  return [...found].slice(0, 12);
}
