// Light chosen by the person: a cookie, so that the server draws the page in it from the first byte.
const YEAR_S = 31536000;

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-theme-choice] input")) return;
  const theme = event.target.value;
  if (theme) document.documentElement.dataset.bsTheme = theme;
  else delete document.documentElement.dataset.bsTheme;
  const age = theme ? YEAR_S : 0;
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`;
  document.dispatchEvent(new CustomEvent("cordee:theme"));
});
