// What pdf.js, which shows PDFs in browsers, sees in one: node pdfjs.mjs LIBRARY FILE
import fs from 'node:fs';

// What it would draw with; nothing is drawn here.
for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) globalThis[name] ??= class {};
console.warn = () => {};

const { getDocument } = await import(process.argv[2]);
const data = new Uint8Array(fs.readFileSync(process.argv[3]));
const doc = await getDocument({ data, verbosity: 0 }).promise;
const told = await doc.getMetadata();

const titles = items => (items || []).map(item => ({ title: item.title, inside: titles(item.items) }));
const tags = node => {
  const inside = (node.children || []).flatMap(tags);
  return node.role ? [{ role: node.role, alt: node.alt || '', inside }] : inside;
};

const pages = [];
for (let at = 1; at <= doc.numPages; at++) {
  const page = await doc.getPage(at);
  const tree = await page.getStructTree();
  const words = (await page.getTextContent()).items.map(item => item.str).join(' ');
  const links = (await page.getAnnotations()).filter(one => one.subtype === 'Link').length;
  pages.push({ tags: tree ? tags(tree) : [], words, links });
}
console.log(JSON.stringify({
  pages,
  outline: titles(await doc.getOutline()),
  labels: await doc.getPageLabels(),
  fields: Object.entries(await doc.getFieldObjects() || {}).map(([name, held]) => ({ name, type: held[0].type })),
  files: Object.values(await doc.getAttachments() || {}).map(one => ({ name: one.filename, octets: one.content.length })),
  language: told.info.Language,
  signed: told.info.IsSignaturesPresent,
  marked: (await doc.getMarkInfo())?.Marked === true,
}));
