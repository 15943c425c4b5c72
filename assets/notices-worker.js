// Shows the notices that the portal sends to this browser. They say that something is there, and nothing of what.

self.addEventListener("push", (event) => {
  const notice = event.data.json();
  const shown = { body: notice.body, lang: notice.lang, tag: notice.id, data: { link: notice.link } };
  event.waitUntil(self.registration.showNotification(notice.title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.link));
});
