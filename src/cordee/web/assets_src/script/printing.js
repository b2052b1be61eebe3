// Buttons that print the page; without script they are not shown.
// A section that refreshes itself brings a new button each time: pressing is heard above it.
const offer = () => { for (const button of document.querySelectorAll("[data-print][hidden]")) button.hidden = false; };
offer();
document.addEventListener("htmx:afterSettle", offer);
document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });
