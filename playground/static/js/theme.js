// A classic script in <head>: the chosen theme is on the page before the first paint.
(() => {
  const chosen = localStorage.getItem("playground.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
})();
