import TomSelect from "tom-select/base";

export function mount(select, { url, none }) {
  const label = select.labels?.[0];
  const picker = new TomSelect(select, {
    valueField: "value",
    labelField: "text",
    searchField: [],
    preload: true,
    maxOptions: 20,
    loadThrottle: 180,
    allowEmptyOption: true,
    // the server has searched already
    score: () => () => 1,
    load(query, done) {
      this.clearOptions((option) => this.items.includes(option.value));
      const address = new URL(url, location.href);
      address.searchParams.set("q", query);
      fetch(address, { headers: { accept: "application/json" } })
        .then((answer) => (answer.ok ? answer.json() : []))
        .then(done, () => done());
    },
    shouldLoad: () => true,
    render: {
      option: (data) => row(data),
      item: (data) => Object.assign(document.createElement("div"), { textContent: data.text }),
      no_results: () => {
        const note = Object.assign(document.createElement("div"), { textContent: none });
        note.className = "no-results";
        return note;
      },
    },
  });
  if (label) picker.control_input.setAttribute("aria-label", label.textContent.trim());
  return picker;
}

function row({ text, hint }) {
  const made = document.createElement("div");
  made.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (hint) made.append(Object.assign(document.createElement("small"), { textContent: hint }));
  return made;
}
