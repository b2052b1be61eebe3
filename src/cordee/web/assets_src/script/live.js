// A section that says `data-live="Task Consent"` asks for itself again (`hx-trigger="live"`) when the server tells that one
// of these changed, and at once when the person did something themselves. Changes are gathered, for `data-wait`
// milliseconds. While a section is being asked for, or something is sent from within it, a refresh waits for the answer,
// and one under way is broken off for what the person sends: nothing told is lost, a steady flow never puts a refresh off,
// and none takes a button away from under its answer, nor a voice from who listens to it.
//
// One stream a visible page: a browser allows six connections to a site, so a page nobody looks at gives its own back.
// The stream's address says since when the page is what it is, and the server tells what happened meanwhile.

const GATHER_MS = 100;
const REST_AFTER_MS = 30_000;
const RETRY_MS = 500;
const RETRY_MS_MAX = 64_000;

const keyOf = (section) => section.id || section.getAttribute("hx-get");
const isHeard = (section) => [...section.querySelectorAll("audio")].some((voice) => !voice.paused);

class Sections {
  waiting = new Map(); // of each section: the timer of its next refresh
  asking = new Map(); // of each section: how many requests for it, or from within it, are under way
  refreshing = new Map(); // of each section: its own request, while it is under way
  outdated = new Set();

  all() {
    return [...document.querySelectorAll("[data-live]")];
  }

  // Refreshes the sections that live on one of these names; without names, all of them.
  tell(names = null) {
    for (const section of this.all()) {
      const key = keyOf(section);
      if (this.waiting.has(key) || (names && !section.dataset.live.split(" ").some((name) => names.includes(name)))) continue;
      this.waiting.set(key, setTimeout(() => this.refresh(key), Number(section.dataset.wait ?? GATHER_MS)));
    }
  }

  refreshAllNow() {
    new Set(this.all().map(keyOf)).forEach((key) => this.refresh(key));
  }

  refresh(key) {
    clearTimeout(this.waiting.get(key));
    this.waiting.delete(key);
    const sections = this.all().filter((section) => keyOf(section) === key);
    if (this.asking.has(key) || sections.some(isHeard)) this.outdated.add(key);
    else for (const section of sections) section.dispatchEvent(new CustomEvent("live"));
  }

  catchUp(key) {
    if (!this.asking.has(key) && this.outdated.delete(key)) this.refresh(key);
  }

  waitFor(request, section, isRefresh) {
    const key = keyOf(section);
    if (isRefresh) this.refreshing.set(key, request);
    else this.breakOff(key);
    this.asking.set(key, (this.asking.get(key) ?? 0) + 1);
    request.addEventListener("loadend", () => {
      if (isRefresh) this.refreshing.delete(key);
      setTimeout(() => this.answered(key)); // the section that was swapped in hears of it, whichever is told first
    });
  }

  breakOff(key) {
    if (!this.refreshing.has(key)) return;
    this.outdated.add(key);
    this.refreshing.get(key).abort();
  }

  answered(key) {
    const left = this.asking.get(key) - 1;
    if (left) return void this.asking.set(key, left);
    this.asking.delete(key);
    this.catchUp(key);
  }
}

class VisibleStream {
  constructor(url, sections) {
    Object.assign(this, { url, sections, retry: RETRY_MS });
    document.addEventListener("visibilitychange", () => (document.hidden ? this.restSoon() : this.wake()));
    this.start();
  }

  start() {
    clearTimeout(this.starting);
    const source = (this.source = new EventSource(this.url));
    source.onopen = () => (this.retry = RETRY_MS);
    source.onmessage = (event) => this.sections.tell(event.data.split(" "));
    source.addEventListener("missed", () => this.sections.tell());
    source.addEventListener("closed", () => location.reload()); // the record is not ours any more
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED || this.source !== source) return; // else it tries again by itself
      this.starting = setTimeout(() => this.start(), this.retry);
      this.retry = Math.min(this.retry * 2, RETRY_MS_MAX);
    };
  }

  restSoon() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      clearTimeout(this.starting);
      this.source.close();
      this.source = null;
    }, REST_AFTER_MS);
  }

  wake() {
    clearTimeout(this.resting);
    if (this.source?.readyState === EventSource.OPEN) return;
    this.source?.close(); // it gave its place to a newer page's and was told to wait: it is looked at now
    this.start();
  }
}

const url = document.body.dataset.stream;
if (url) {
  const sections = new Sections();
  document.addEventListener("htmx:beforeSend", ({ detail }) => {
    const section = detail.elt.closest("[data-live]");
    if (section) sections.waitFor(detail.xhr, section, detail.elt === section);
  });
  // a voice begins, or pauses, as it does at its end; neither climbs to the document by itself
  for (const [name, act] of Object.entries({ play: "breakOff", pause: "catchUp" })) {
    document.addEventListener(name, ({ target }) => {
      const section = target.closest("[data-live]");
      if (section) sections[act](keyOf(section));
    }, true);
  }
  for (const act of ["changed", "talked"]) document.addEventListener(act, () => sections.refreshAllNow());
  new VisibleStream(url, sections);
}

// What refreshes because something changed is no act of the person: it must not keep an unattended session open.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.triggeringEvent?.type === "live") event.detail.headers["x-unattended"] = "1";
});
