// What every page loads: htmx and the few things HTML does not do by itself. Every page works without it.
import "./script/htmx.js";
import "./script/live.js";
import "htmx-ext-sse";
import "./script/sheet.js";
import "./script/notices.js";
import "./script/drafts.js";
import "./script/theme.js";
import "./script/network.js";
import "./script/photos.js";
import "./script/recorder.js";
import "./script/notebook.js";
import "./script/resend.js";
import "./script/focus.js";
import "./script/submits.js";
import "./script/passkey.js";
import "./script/reveal.js";
import "./script/agenda.js";
