// Between 861 and 1180 px the insights column is a tab beside the others.
import { actions } from "./actions.js";

actions.insights = (button) => {
  const record = button.closest(".rec");
  const shown = record.dataset.show === "insights";
  if (shown) delete record.dataset.show;
  else record.dataset.show = "insights";
  button.setAttribute("aria-pressed", String(!shown));
};
