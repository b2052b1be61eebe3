// One stream a visible page: a browser allows six connections to a site, so a page nobody looks at gives its own back
// and, seen again, refreshes what it may have missed.
import htmx from "./htmx.js";

const REST_AFTER_MS = 30_000;

class VisibleStream extends EventTarget {
  constructor(url) {
    super();
    Object.assign(this, { url, names: new Set(), readyState: EventSource.CONNECTING, missed: false });
    this.forward = (event) => this.dispatchEvent(new MessageEvent(event.type, { data: event.data }));
    this.watch = () => (document.hidden ? this.restSoon() : this.wake());
    document.addEventListener("visibilitychange", this.watch);
    this.start();
  }

  addEventListener(name, listener) {
    super.addEventListener(name, listener);
    if (this.names.has(name)) return;
    this.names.add(name);
    this.real?.addEventListener(name, this.forward);
  }

  start() {
    const real = (this.real = new EventSource(this.url));
    for (const name of this.names) real.addEventListener(name, this.forward);
    real.addEventListener("closed", () => location.reload()); // the record is not ours any more
    real.onopen = (event) => {
      this.readyState = real.readyState;
      this.onopen?.(event);
      if (this.missed) for (const name of this.names) this.dispatchEvent(new MessageEvent(name, { data: "" }));
      this.missed = false;
    };
    real.onerror = (event) => {
      this.readyState = real.readyState;
      this.missed = true;
      if (real.readyState === EventSource.CLOSED) this.close();
      this.onerror?.(event);
    };
  }

  restSoon() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.real?.close();
      this.real = null;
      this.missed = true;
    }, REST_AFTER_MS);
  }

  wake() {
    clearTimeout(this.resting);
    if (!this.real && this.readyState !== EventSource.CLOSED) this.start();
  }

  close() {
    clearTimeout(this.resting);
    document.removeEventListener("visibilitychange", this.watch);
    this.real?.close();
    this.real = null;
    this.readyState = EventSource.CLOSED;
  }
}

htmx.createEventSource = (url) => new VisibleStream(url);

// What refreshes because something changed is no act of the person: it must not keep an unattended session open.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.triggeringEvent?.type?.startsWith("sse:")) event.detail.headers["x-unattended"] = "1";
});
