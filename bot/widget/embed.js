// @ts-check
// The embedding page: the code to paste, and the widget as the choices on the page make it.

import './pressbox.js';

/** @param {string} id @returns {any} */
const byId = (id) => document.getElementById(id);
const chosen = new Map();

/** Shows code and widget for what is chosen now. */
function show() {
  const mode = /** @type {HTMLInputElement} */ (document.querySelector('[name=mode]:checked')).value;
  const attributes = [['mode', mode === 'float' ? '' : mode], ['theme', byId('theme').value], ['dir', byId('direction').value === 'rtl' ? 'rtl' : '']].filter(([, value]) => value);
  const written = attributes.map(([name, value]) => ` ${name}="${value}"`).join('');
  const style = [...chosen].map(([name, value]) => `  ${name}: ${value};\n`).join('');
  byId('snippet').textContent = `<script type="module" src="${new URL('pressbox.js', import.meta.url)}"></script>\n`
    + `<pressbox-chat${written}></pressbox-chat>\n`
    + (style && `<style>\npressbox-chat {\n${style}}\n</style>\n`);
  const widget = document.createElement('pressbox-chat');
  for (const [name, value] of attributes) widget.setAttribute(name, value);
  for (const [name, value] of chosen) widget.style.setProperty(name, value);
  byId('place').replaceChildren(widget);
}

for (const control of document.querySelectorAll('[data-variable]')) {
  const field = /** @type {HTMLInputElement} */ (control);
  field.addEventListener('change', () => {
    if (field.value) chosen.set(field.dataset.variable, field.value);
    else chosen.delete(field.dataset.variable);
    show();
  });
}
for (const control of document.querySelectorAll('[name=mode], #theme, #direction')) control.addEventListener('change', show);
byId('copy').addEventListener('click', async () => {
  await navigator.clipboard.writeText(byId('snippet').textContent);
  byId('copied').textContent = 'Copied.';
});
byId('origins').textContent = `PRESSBOX_CORS_ORIGINS='["https://your-site.example"]'`;
show();
