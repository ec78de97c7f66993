import { mark } from "./deep/mark.js";
import { define } from "/assets/kontor.js";

define("x-every-mark", mark);
