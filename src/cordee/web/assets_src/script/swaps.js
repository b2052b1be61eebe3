// What htmx puts in the page is listened to at once: between a swap and its settling, 20 ms by default, a key or a tap on
// what is already there would go unheard, or send a form as a page's.
import htmx from "htmx.org";

htmx.config.defaultSettleDelay = 0;
