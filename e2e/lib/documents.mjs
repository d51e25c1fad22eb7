// Issued documents, as the browser is given them: PDF, which it shows by its own means.

import assert from 'node:assert/strict';

/** What a link to a document leads to, in a tab of its own; it bears `title` and is of both standards. */
export async function issued(link, title) {
  assert.equal(await link.getAttribute('target'), '_blank');
  const page = link.page();
  const reply = await page.request.get(new URL(await link.getAttribute('href'), page.url()).href);
  assert.equal(reply.status(), 200);
  assert.equal(reply.headers()['content-type'], 'application/pdf');
  const file = (await reply.body()).toString('utf8');
  for (const part of ['%PDF-', title, '<pdfaid:part>3</pdfaid:part>', '<pdfuaid:part>1</pdfuaid:part>']) {
    assert.ok(file.includes(part), `${part} is missing`);
  }
}
