// Curves come when they are about to be seen: what draws them weighs more than all the rest of a page.
const drawing = document.querySelector("meta[name=curves]")?.content;
let isAsked = false;

function ask() {
  if (isAsked || !drawing) return;
  isAsked = true;
  const script = document.createElement("script");
  script.src = drawing;
  document.head.append(script);
}

const watch = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) ask(); }, { rootMargin: "300px" });
const look = () => { for (const figure of document.querySelectorAll("[data-chart]")) watch.observe(figure); };
look();
document.addEventListener("htmx:afterSettle", look);
addEventListener("beforeprint", ask);
