// What a plugin's module may import from /assets/kontor.js: define, actions, toast, text, htmx.
import { actions } from "./js/actions.js";
import { define } from "./js/define.js";
import { text } from "./js/text.js";
import { toast } from "./js/toast.js";
import htmx from "htmx.org/dist/htmx.esm.js";
import "./js/board.js";
import "./js/calendar.js";
import "./js/chart.js";
import "./js/columns.js";
import "./js/composer.js";
import "./js/dialog.js";
import "./js/drop.js";
import "./js/faults.js";
import "./js/focus.js";
import "./js/form-guard.js";
import "./js/inline-edit.js";
import "./js/keyboard.js";
import "./js/menu.js";
import "./js/palette.js";
import "./js/pick.js";
import "./js/record.js";
import "./js/refresh.js";
import "./js/stream.js";
import "./js/table.js";
import "./js/theme.js";
import "./js/walk.js";

export { actions, define, htmx, text, toast };
