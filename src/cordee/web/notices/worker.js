// Shows a notice on the device. What it is given says nothing of anybody: one must sign in to know more.
const WORDS = { title: "Cordée", body: "Un nouvel élément vous attend dans Cordée.", url: "/avis" };

self.addEventListener("push", (event) => {
  let said = WORDS;
  try {
    said = { ...WORDS, ...event.data.json() };
  } catch {
    // a word that cannot be read says what every word says
  }
  event.waitUntil(self.registration.showNotification(said.title, { body: said.body, tag: "cordee", renotify: true, data: { url: "/avis" } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((pages) => {
      const open = pages.find((page) => "focus" in page);
      return open ? open.focus().then((page) => page.navigate("/avis")) : self.clients.openWindow("/avis");
    }),
  );
});
