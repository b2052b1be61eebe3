// The parts of a record that do not fit lie behind « Plus »: the rare ones first, then the last; the one shown stays in
// sight. Without this the strip scrolls. A list that opens and closes is what HTML has: nothing else is said of it.
const strips = document.querySelectorAll(".tabs[data-fits]");

function widthOf(element) {
  return element.getBoundingClientRect().width;
}

class Strip {
  constructor(nav) {
    this.nav = nav;
    this.list = nav.querySelector("ul");
    this.more = nav.querySelector(".tabs-more");
    this.folded = this.more.querySelector("ul");
    this.fold = this.more.querySelector("details");
    this.items = [...this.list.children].filter((item) => item !== this.more);
    nav.classList.add("is-fitted");
    const sizes = new ResizeObserver(() => this.fit()); // of the words too: fonts come late, people space their text
    [nav, ...this.items].forEach((one) => sizes.observe(one));
    nav.addEventListener("keydown", (event) => event.key === "Escape" && this.close(event));
    nav.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !this.fold.contains(relatedTarget)) this.fold.open = false;
    });
    document.addEventListener("click", ({ target }) => this.fold.contains(target) || (this.fold.open = false));
  }

  close(event) {
    if (!this.fold.open) return;
    event.stopPropagation();
    this.fold.open = false;
    this.fold.querySelector("summary").focus();
  }

  // Those that leave, in turn: neither the first nor the one shown.
  leaving() {
    const may = this.items.slice(1).filter((item) => !item.querySelector("[aria-current]")).reverse();
    return [...may.filter((item) => "rare" in item.dataset), ...may.filter((item) => !("rare" in item.dataset))];
  }

  fit() {
    const focused = document.activeElement;
    this.list.prepend(...this.items);
    this.more.hidden = false;
    const gap = parseFloat(getComputedStyle(this.list).columnGap) || 0;
    const room = widthOf(this.nav) + 1;
    let wanted = this.items.reduce((sum, item) => sum + widthOf(item) + gap, -gap);
    this.more.hidden = wanted <= room;
    if (!this.more.hidden) {
      wanted += gap + widthOf(this.more);
      const out = new Set();
      for (const item of this.leaving()) {
        if (wanted <= room) break;
        wanted -= widthOf(item) + gap;
        out.add(item);
      }
      this.folded.append(...this.items.filter((item) => out.has(item)));
    }
    if (focused !== document.activeElement) focused.focus?.({ preventScroll: true }); // moving takes it away
  }
}

strips.forEach((nav) => new Strip(nav));
