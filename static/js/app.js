import "./search.js";
import "./menus.js";
import "./rows.js";
import "./errors.js";
import "./dialogs.js";
import "./toasts.js";
import "./picker.js";
import "./choose.js";
