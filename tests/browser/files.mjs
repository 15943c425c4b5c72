// Files to add, and the questions that take them.

import { eventually } from "./support.mjs";

/** A document of that many bytes; of none, an empty file. */
export function pdf(name, bytes = 2000) {
  const head = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n";
  const text = bytes ? `${head.padEnd(bytes - 6, "%")}%%EOF\n` : "";
  return { name, mimeType: "application/pdf", buffer: Buffer.from(text) };
}

/** A document with the test file of all scanners in it. */
export function infected(name) {
  const virus = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"].join("");
  return { name, mimeType: "application/pdf", buffer: Buffer.from(`%PDF-1.7\n${virus}\n%%EOF\n`) };
}

/** The names of the files on the page. */
export function listedFiles(page) {
  return page.locator(".files strong").allTextContents();
}

/** Chooses a file, and waits until it is listed or refused. Without JavaScript, a button adds it. */
export async function addFile(visitor, input, file) {
  const { page } = visitor;
  await page.locator(`input[type=file][name="${input}"]`).setInputFiles(file);
  if (!visitor.js) await visitor.button("files-add").click();
  await eventually(async () => {
    const told = [...(await listedFiles(page)), ...(await page.locator(`#${input}-fault`).allTextContents())];
    return told.some((text) => text.includes(file.name));
  }, `${file.name} to be taken or refused`);
}
