// The server-sent events extension looks for htmx on the window, so it is put there before it loads.
import htmx from "htmx.org";

window.htmx = htmx;
export default htmx;
