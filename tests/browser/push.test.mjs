// Web push in a real browser: subscribed by the page's button, sent encrypted by the portal, shown by the worker. What
// stands in for the world is the push service alone: Chromium without one gets a subscription with real keys.

import assert from "node:assert/strict";
import { createDecipheriv, createECDH, generateKeyPairSync, hkdfSync, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { axe, eventually, startBrowser, startDemo, withVisitor } from "./support.mjs";

const house = {};

before(async () => {
  const folder = await mkdtemp(join(tmpdir(), "parvis-push-"));
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await writeFile(join(folder, "push.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
  const env = {
    PARVIS_PUSH__KEY_FILE: join(folder, "push.pem"),
    PARVIS_PUSH__CONTACT: "mailto:portail@exemple.test",
    PARVIS_PUSH__SERVICES: '["127.0.0.1"]',
  };
  const [demo, browser, service] = await Promise.all([startDemo({ env }), startBrowser(), startPushService()]);
  Object.assign(house, { folder, demo, browser, service });
});

after(async () => {
  await house.browser?.close();
  await house.demo?.close();
  house.service?.close();
  if (house.folder) await rm(house.folder, { recursive: true, force: true });
});

/** A push service: takes what is sent to any address below it (RFC 8030). */
async function startPushService() {
  const received = [];
  const server = createServer((request, answer) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      received.push({ path: request.url, headers: request.headers, body: Buffer.concat(parts) });
      answer.writeHead(201).end();
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    to: (path) => received.filter((push) => push.path === path),
    close: () => server.close(),
  };
}

/** The keys of one browser, and its subscription as `PushSubscription.toJSON` gives it. */
function newSubscription(path) {
  const ecdh = createECDH("prime256v1");
  const point = ecdh.generateKeys();
  const auth = randomBytes(16);
  const keys = { p256dh: point.toString("base64url"), auth: auth.toString("base64url") };
  const json = { endpoint: house.service.address + path, expirationTime: null, keys };
  return { json, open: (sealed) => decrypt(sealed, { ecdh, point, auth }) };
}

/** What a browser does with what comes (RFC 8188, RFC 8291 §3.4): one record, padded after a 2. */
function decrypt(sealed, { ecdh, point, auth }) {
  const [salt, length] = [sealed.subarray(0, 16), sealed[20]];
  const [sender, record] = [sealed.subarray(21, 21 + length), sealed.subarray(21 + length)];
  const derive = (secret, salted, info, bytes) => Buffer.from(hkdfSync("sha256", secret, salted, info, bytes));
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), point, sender]);
  const secret = derive(ecdh.computeSecret(sender), auth, info, 32);
  const key = derive(secret, salt, "Content-Encoding: aes128gcm\0", 16);
  const nonce = derive(secret, salt, "Content-Encoding: nonce\0", 12);
  const cipher = createDecipheriv("aes-128-gcm", key, nonce).setAuthTag(record.subarray(-16));
  const plain = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()]);
  const end = plain.findLastIndex((byte) => byte !== 0);
  assert.equal(plain[end], 2, "the last record");
  return plain.subarray(0, end).toString("utf8");
}

/** Has the browser get this subscription from its push service, and tell how it asked. */
async function subscribesTo(visitor, subscription) {
  const { context, demo } = visitor;
  await context.grantPermissions(["notifications"], { origin: demo.portal });
  await context.addInitScript((json) => {
    if (!("PushManager" in globalThis)) return;
    PushManager.prototype.subscribe = async (options) => {
      const key = [...new Uint8Array(options.applicationServerKey)];
      sessionStorage.setItem("asked", JSON.stringify({ visible: options.userVisibleOnly, key }));
      return { toJSON: () => json };
    };
  }, subscription.json);
}

/** The line of this browser, by the name that its person knows. */
const thisBrowser = (page) => page.locator("strong", { hasText: /^Chrome$/ });

/** Turns notifications on by the page's button. */
async function turnOn(visitor) {
  const { page } = visitor;
  await visitor.go("/account/notices");
  await visitor.button("push-allow").click();
  await page.getByText(visitor.say("notices-done-subscribed")).waitFor();
  assert.deepEqual(await axe(page), []);
  const asked = JSON.parse(await page.evaluate(() => sessionStorage.getItem("asked")));
  assert.ok(asked.visible, "whatever comes is shown");
  assert.deepEqual([asked.key.length, asked.key[0]], [65, 4], "an uncompressed point of P-256");
}

/** Makes a notice happen: an e-mail address is confirmed with the code that it got. */
async function confirm(visitor, address) {
  const { page, demo } = visitor;
  await visitor.go("/account/notices/email");
  await page.locator("#address").fill(address);
  await visitor.button("address-send-code").click();
  const code = await eventually(async () => {
    const mails = await demo.mail();
    const texts = mails.filter((mail) => mail.to.includes(address)).map((mail) => mail.text);
    return texts.map((text) => /^\s*(\d{6})\s*$/m.exec(text)?.[1] ?? /\b(\d{6})\b/.exec(text)?.[1]).find(Boolean);
  }, "the code");
  await page.locator("#code").fill(code);
  await visitor.button("code-confirm").click();
  await page.getByText(visitor.say("notices-done-confirmed")).waitFor();
}

/** Gives the worker what came, as its browser would; tells what it shows. */
async function deliver(visitor, data) {
  const { page, context, demo } = visitor;
  const devtools = await context.newCDPSession(page);
  const registered = new Promise((done) =>
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const ours = registrations.find((one) => one.scopeURL.startsWith(demo.portal) && !one.isDeleted);
      if (ours) done(ours);
    }),
  );
  await devtools.send("ServiceWorker.enable");
  const { registrationId } = await registered;
  await devtools.send("ServiceWorker.deliverPushMessage", { origin: demo.portal, registrationId, data });
  return eventually(() => shown(page), "a notification");
}

/** The notification that is shown, if any. */
function shown(page) {
  return page.evaluate(async () => {
    const [registration] = await navigator.serviceWorker.getRegistrations();
    const [notice] = (await registration?.getNotifications()) ?? [];
    return notice && { title: notice.title, body: notice.body, lang: notice.lang };
  });
}

/** Where a press on the notification leads: what the worker opens, and that it puts the notification away. */
async function pressed(visitor) {
  const [worker] = visitor.context.serviceWorkers();
  return worker.evaluate(async () => {
    const [notification] = await self.registration.getNotifications();
    // Only a hand may open a window: the test sees which one it would be.
    const opened = new Promise((done) => (self.clients.openWindow = async (address) => done(address)));
    self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
    return opened;
  });
}

for (const language of ["fr", "en"]) {
  describe(`notifications of the browser, in ${language}`, () => {
    test("are turned on, sent sealed, shown in fixed words, lead to the inbox, and are turned off", () =>
      withVisitor(house, { language, size: language === "fr" ? "phone" : "desktop" }, async (visitor) => {
        const { page, say } = visitor;
        const path = `/push/${language}`;
        const subscription = newSubscription(path);
        await subscribesTo(visitor, subscription);
        await visitor.signIn();
        await turnOn(visitor);
        await thisBrowser(page).waitFor();

        await confirm(visitor, `${language}@nouvelle.test`);
        const [push] = await eventually(() => house.service.to(path).length > 0 && house.service.to(path), "a push");
        assert.equal(push.headers["content-encoding"], "aes128gcm");
        assert.match(push.headers.authorization, /^vapid t=/);
        const text = subscription.open(push.body);
        const notice = await deliver(visitor, text);
        assert.deepEqual(notice, { title: "Parvis", body: say("push-changed"), lang: `${language}-CA` });

        const link = await pressed(visitor);
        assert.equal(link, `${house.demo.portal}/${language}/messages`);
        assert.equal(await eventually(async () => !(await shown(page)), "its end"), true, "it is put away");
        await page.goto(link);
        await page.getByText(say("notice-address-confirmed-subject")).first().waitFor();

        await visitor.go("/account/notices");
        await page.getByRole("link", { name: `${say("address-remove")} Chrome` }).click();
        await visitor.heading("removal-title-push").waitFor();
        await visitor.button("address-remove").click();
        await page.getByText(say("notices-done-removed")).waitFor();
        assert.equal(await thisBrowser(page).count(), 0);
        const before = house.service.to(path).length;
        await confirm(visitor, `${language}@encore.test`);
        const told = async () => (await house.demo.mail()).some((mail) => mail.to.includes(`${language}@encore.test`) && !/\d{6}/.test(mail.text));
        await eventually(told, "the same by e-mail");
        assert.equal(house.service.to(path).length, before, "nothing more comes here");
      }));
  });
}

describe("a browser that may not", () => {
  test("says so in place, and changes nothing", () =>
    withVisitor(house, { language: "fr" }, async (visitor) => {
      const { page, context } = visitor;
      await context.addInitScript(() => (Notification.requestPermission = async () => "denied"));
      await visitor.signIn();
      await visitor.go("/account/notices");
      await visitor.button("push-allow").click();
      await page.getByText(visitor.say("push-denied")).waitFor();
    }));

  test("is not written to where nobody named its push service", () =>
    withVisitor(house, { language: "en" }, async (visitor) => {
      const { page } = visitor;
      const elsewhere = newSubscription("/push/elsewhere");
      elsewhere.json.endpoint = "https://push.exemple.test/abc";
      await subscribesTo(visitor, elsewhere);
      await visitor.signIn("leo");
      await visitor.go("/account/notices");
      await visitor.button("push-allow").click();
      await page.getByText(visitor.say("push-failed")).waitFor();
      const refused = (fault) => fault.includes("/account/notices: Failed to load resource") && fault.includes("400");
      assert.ok(visitor.faults.some(refused), "the portal refused it");
      visitor.faults = visitor.faults.filter((fault) => !refused(fault));
      await visitor.go("/account/notices");
      assert.equal(await thisBrowser(page).count(), 0);
    }));
});
