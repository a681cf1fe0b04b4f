// @ts-check
// All styles of the widget. Colours, fonts and sizes come from --pressbox-… variables that the page may set.

const CSS = `
:host {
  color-scheme: light dark;
  --paper: var(--pressbox-paper, light-dark(#ffffff, #17181a));
  --tint: var(--pressbox-tint, light-dark(#f6f4ef, #212326));
  --ink: var(--pressbox-ink, light-dark(#1c1b19, #ecebe7));
  --muted: var(--pressbox-muted, light-dark(#5d5a53, #aba79e));
  --line: var(--pressbox-line, light-dark(#dedad1, #3a3c40));
  --accent: var(--pressbox-accent, light-dark(#0b5563, #7cc7d6));
  --on-accent: var(--pressbox-on-accent, light-dark(#ffffff, #08262c));
  --wash: var(--pressbox-wash, light-dark(#e3f0f1, #17363c));
  --mark: var(--pressbox-mark, light-dark(#ffeb9c, #5c4b0a));
  --on-mark: var(--pressbox-on-mark, light-dark(#1c1b19, #fff6d8));
  --warn: var(--pressbox-warn, light-dark(#7a4b00, #f0bd6a));
  --bad: var(--pressbox-bad, light-dark(#9c2318, #f2a097));
  --sans: var(--pressbox-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif);
  --serif: var(--pressbox-font-text, "Iowan Old Style", Charter, "Source Serif 4", Georgia, "Noto Serif", serif);
  --round: var(--pressbox-radius, 10px);
  display: block; font: 400 1rem/1.6 var(--sans); color: var(--ink); text-align: start;
}
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([hidden]) { display: none; }
:host([mode="page"]) { height: 100dvh; }
:host([mode="inline"]) { height: var(--pressbox-height, 40rem); border: 1px solid var(--line); border-radius: var(--round); overflow: hidden; }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
button, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
button { background: none; border: 0; padding: 0; cursor: pointer; text-align: start; }
p, ul, ol, dl, dd, blockquote, h1, h2, h3 { margin: 0; padding: 0; }
ul, ol { list-style: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { width: 1.125rem; height: 1.125rem; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.flip:dir(rtl) .icon { transform: scaleX(-1); }

.frame { position: relative; display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); height: 100%; background: var(--paper); container-type: inline-size; overflow: clip; }
.chat { display: flex; flex-direction: column; min-width: 0; min-height: 0; grid-area: 1 / 1; }
.bar { display: flex; align-items: center; gap: .5rem; padding: .625rem 1.25rem; border-bottom: 1px solid var(--line); min-height: 3.5rem; }
.name { flex: 1; font: 700 1.125rem/1.3 var(--serif); letter-spacing: -.01em; display: flex; align-items: center; gap: .55rem; min-width: 0; }
.name::before { content: ""; width: .7rem; height: 1.15rem; border-radius: 2px; background: linear-gradient(var(--accent) 0 42%, transparent 42% 58%, var(--accent) 58%); }
.tool { display: inline-flex; align-items: center; justify-content: center; gap: .4rem; min-width: 2.25rem; min-height: 2.25rem; padding: 0 .5rem; border-radius: 8px; color: var(--muted); font-size: .875rem; }
.tool:hover { background: var(--tint); color: var(--ink); }
.tool[aria-pressed="true"] { color: var(--accent); background: var(--wash); }

.thread { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 0 1.25rem; container-type: size; outline-offset: -3px; }
.column { max-width: 44rem; margin-inline: auto; }
.welcome { padding-block: clamp(1rem, 9vh, 6rem) 1rem; }
.welcome h2 { font: 600 clamp(1.75rem, 6cqi, 2.5rem)/1.15 var(--serif); letter-spacing: -.02em; text-wrap: balance; }
.welcome .lead { color: var(--muted); font-size: 1.0625rem; margin-block: .6rem 2rem; max-width: 34rem; }
.turn { padding-block: 1.75rem; }
.turn:not(:last-child) { border-bottom: 1px solid var(--line); }
/* Room below the last answer, so that its start can always stand at the top. */
.turn:last-child { min-height: 100cqh; }
.question { font: 400 1.1875rem/1.4 var(--serif); color: var(--muted); margin-bottom: .9rem; overflow-wrap: anywhere; text-wrap: pretty; }
.reply > * + * { margin-top: 1rem; }
.reply { overflow-wrap: anywhere; }
.badge { display: inline-flex; align-items: center; font-size: .8125rem; font-weight: 600; line-height: 1.5; padding: .1rem .6rem; border-radius: 99px; border: 1px solid; color: var(--muted); }
.badge.warn { color: var(--warn); } .badge.bad { color: var(--bad); }
.short { font: 600 clamp(1.5rem, 5.4cqi, 2rem)/1.2 var(--serif); letter-spacing: -.015em; text-wrap: balance; }
.badge + .short { margin-top: .6rem; }
.short + .prose { margin-top: .6rem; }
.prose { font-size: 1.0625rem; line-height: 1.75; padding-inline-end: 9%; white-space: pre-line; }
.marker { display: inline-grid; place-items: center; min-width: 24px; height: 24px; vertical-align: baseline; position: relative; top: -.18em; }
.marker span { min-width: 18px; padding-inline: 4px; border-radius: 5px; background: var(--wash); color: var(--accent); font: 600 .75rem/18px var(--sans); text-align: center; font-variant-numeric: tabular-nums; transition: background .12s, color .12s; }
.marker:hover span, .marker:focus-visible span, .marker[aria-expanded="true"] span { background: var(--accent); color: var(--on-accent); }
.tied { white-space: nowrap; }
.label { font-size: .8125rem; font-weight: 600; line-height: 1.4; color: var(--muted); }
.by, .note, .hint { font-size: .8125rem; line-height: 1.45; color: var(--muted); }
.title { font-weight: 600; font-size: .9375rem; line-height: 1.4; }

.aside { border-inline-start: 3px solid var(--line); padding: .1rem 0 .1rem 1rem; }
.aside.warn { border-color: var(--warn); } .aside.bad { border-color: var(--bad); }
.aside > * + * { margin-top: .4rem; }
.claim { font-family: var(--serif); color: var(--muted); }
.versus { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr)); gap: .75rem; }
.versus li { display: flex; flex-direction: column; gap: .15rem; padding: .75rem .9rem; background: var(--tint); border-radius: var(--round); }
.value { font: 600 1.375rem/1.3 var(--serif); }
.chosen { display: inline-flex; align-items: center; gap: .3rem; font-size: .8125rem; font-weight: 600; color: var(--accent); margin-top: .2rem; }
.chosen .icon { width: 1rem; height: 1rem; }

details { border: 1px solid var(--line); border-radius: var(--round); }
.reply > details + details { margin-top: .5rem; }
summary::marker { color: var(--muted); }
summary { cursor: pointer; padding: .55rem .9rem; font-size: .9375rem; font-weight: 500; border-radius: var(--round); }
summary:hover { background: var(--tint); }
details[open] > summary { border-bottom: 1px solid var(--line); border-end-start-radius: 0; border-end-end-radius: 0; }
.workings { padding: .6rem .9rem 0; font-variant-numeric: tabular-nums; }
.workings:last-child { padding-bottom: .7rem; padding-top: .1rem; }
.scroller { overflow-x: auto; border-radius: var(--round); }
table { overflow-wrap: break-word; border-collapse: collapse; width: 100%; font-size: .9375rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
th, td { padding: .5rem .9rem; text-align: start; vertical-align: baseline; border-top: 1px solid var(--line); font-weight: 400; }
th.end, td.end { text-align: end; white-space: nowrap; }
thead th { border-top: 0; font-size: .8125rem; font-weight: 600; color: var(--muted); white-space: nowrap; }
.sort { display: inline-flex; align-items: center; gap: .15rem; min-height: 24px; font-weight: inherit; }
.sort .icon { width: .95rem; height: .95rem; opacity: .45; }
[aria-sort] .sort { color: var(--ink); } [aria-sort] .icon { opacity: 1; }
tr.cited > * { background: var(--mark); color: var(--on-mark); }
tr.cited > .named { font-weight: 700; text-decoration: underline; text-underline-offset: 3px; }
.chart { display: block; width: calc(100% - 1.8rem); max-width: 35rem; margin: .8rem .9rem .2rem; direction: ltr; overflow: visible; }
.chart text { font: 13px var(--sans); fill: currentColor; font-variant-numeric: tabular-nums; }
.chart rect { fill: var(--line); } .chart .cited rect { fill: var(--accent); } .chart .cited text { font-weight: 600; }

.sources ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); gap: .25rem .75rem; margin: .35rem -.5rem 0; }
.source { display: flex; gap: .65rem; width: 100%; padding: .45rem .5rem; border-radius: 8px; }
.sources li:only-child { grid-column: 1 / -1; }
.source:hover { background: var(--tint); }
.number { flex: none; min-width: 1.4rem; height: 1.4rem; border-radius: 5px; background: var(--wash); color: var(--accent); font: 600 .75rem/1.4rem var(--sans); text-align: center; }
.about { display: flex; flex-direction: column; min-width: 0; flex: 1; }
.source .title { font-size: .875rem; font-weight: 500; }
.quoted { font: 400 .9375rem/1.5 var(--serif); }
.sources.closest ol { grid-template-columns: 1fr; }
.sources:not(.closest) .quoted { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; font-size: .875rem; }
.chips ul { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .5rem; }
.chip { padding: .45rem .95rem; border: 1px solid var(--line); border-radius: 99px; font-size: .9375rem; line-height: 1.4; background: var(--paper); }
.chip:hover { border-color: var(--accent); background: var(--wash); }
.welcome .chips ul { flex-direction: column; gap: 0; border-top: 1px solid var(--line); }
.welcome .chip { width: 100%; border: 0; border-bottom: 1px solid var(--line); border-radius: 0; padding: .8rem .25rem; font: 400 1.0625rem/1.4 var(--serif); background: none; }
.welcome .chip:hover { background: var(--tint); }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: .15rem; margin-inline: -.5rem; }
.confidence { font-size: .8125rem; line-height: 1.45; color: var(--muted); margin-inline-start: auto; border: 0; max-width: 100%; }
.confidence summary { padding: .25rem .5rem; font-size: inherit; font-weight: 400; border-radius: 8px; min-height: 24px; }
.confidence[open] { width: 100%; } .confidence[open] > summary { border: 0; width: fit-content; }
.confidence p { padding: .1rem .5rem .3rem; }
.waiting { display: flex; align-items: center; gap: .6rem; color: var(--muted); }
.waiting::before { content: ""; width: .6rem; height: .6rem; border-radius: 50%; background: var(--accent); animation: breathe 1.2s ease-in-out infinite; }
@keyframes breathe { 50% { opacity: .25; transform: scale(.7); } }
.trouble { color: var(--bad); }

.composer { position: relative; padding: .75rem 1.25rem calc(1rem + env(safe-area-inset-bottom)); }
.composer::before { content: ""; position: absolute; inset: -1.25rem 0 auto; height: 1.25rem; background: linear-gradient(transparent, var(--paper)); pointer-events: none; }
.field { display: flex; align-items: flex-end; gap: .5rem; padding: .4rem; padding-inline-start: 1rem; border: 1px solid var(--muted); border-radius: 1.4rem; background: var(--paper); }
.field:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
textarea { flex: 1; min-width: 0; resize: none; border: 0; outline: 0; background: none; padding: .35rem 0; line-height: 1.5; max-height: 9rem; field-sizing: content; }
textarea:focus-visible { outline: 0; }
textarea::placeholder { color: var(--muted); opacity: 1; }
.send { flex: none; display: grid; place-items: center; width: 2.25rem; height: 2.25rem; border-radius: 50%; background: var(--accent); color: var(--on-accent); }
.send:hover { filter: brightness(1.1); }
.send .icon { stroke-width: 2.2; } .send.busy .icon { fill: currentColor; }

.panel { display: flex; flex-direction: column; min-width: 0; min-height: 0; background: var(--tint); border-inline-start: 1px solid var(--line); }
.panel-bar { display: flex; align-items: center; gap: .15rem; padding-block: .625rem; padding-inline: 1.5rem .75rem; min-height: 3.5rem; border-bottom: 1px solid var(--line); }
.panel-bar .label { flex: 1; }
.panel-bar .tool:hover { background: var(--paper); }
.panel-about { padding: 1rem 1.5rem; border-bottom: 1px solid var(--line); }
.panel-about > * + * { margin-top: .25rem; }
.panel-title { font: 600 1.125rem/1.35 var(--serif); outline-offset: 4px; text-wrap: balance; }
.out { display: inline-flex; align-items: center; gap: .35rem; min-height: 24px; font-size: .875rem; color: var(--accent); text-underline-offset: 3px; }
.out .icon { width: 1rem; height: 1rem; }
.document { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 1.25rem 1.5rem 3rem; font: 400 1.0625rem/1.7 var(--serif); overflow-wrap: anywhere; outline-offset: -3px; }
.document > * { max-width: 38rem; }
.document > * + * { margin-top: .85rem; }
.document h3 { font: 600 1.0625rem/1.4 var(--sans); }
.document > * + h3 { margin-top: 1.6rem; }
.document .scroller { background: var(--paper); border: 1px solid var(--line); max-width: none; font-family: var(--sans); }
.document .scroller + * { margin-top: 1.4rem; }
.document caption:not(.spoken) { text-align: start; padding: .6rem .9rem; font-weight: 600; font-size: .875rem; border-bottom: 1px solid var(--line); }
mark { background: var(--mark); color: var(--on-mark); padding: .12em .1em; border-radius: 3px; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
@container (min-width: 60rem) {
  .chat.beside { margin-inline-end: min(46%, 44rem); }
  .panel { position: absolute; inset-block: 0; inset-inline-end: 0; width: min(46%, 44rem); }
}
@container (max-width: 59.99rem) { .panel { grid-area: 1 / 1; z-index: 1; border: 0; } }
@container (max-width: 30rem) {
  .bar, .composer { padding-inline: .9rem; } .thread { padding-inline: 1rem; }
  .panel-bar { padding-inline-start: 1rem; } .panel-about, .document { padding-inline: 1rem; }
  table { font-size: .875rem; } th, td { padding: .45rem .4rem; } .bar .tool span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}

.card { position: fixed; inset: auto; margin: 0; width: max-content; max-width: min(24rem, calc(100vw - 16px)); max-height: 60vh; overflow: auto; padding: .9rem 1rem; border: 1px solid var(--line); border-radius: var(--round); background: var(--paper); color: var(--ink); box-shadow: 0 8px 28px rgb(0 0 0 / .16); }
.card > * + * { margin-top: .35rem; }
.card blockquote { font: 400 1rem/1.55 var(--serif); display: -webkit-box; -webkit-line-clamp: 8; -webkit-box-orient: vertical; overflow: hidden; border-inline-start: 3px solid var(--mark); padding-inline-start: .75rem; margin-bottom: .6rem; }
.card dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem 1rem; margin-bottom: .6rem; font-size: .9375rem; font-variant-numeric: tabular-nums; }
.card dt { color: var(--muted); } .card dd { font-weight: 500; }
.card .title { font-size: .875rem; } .card .hint { color: var(--accent); }

.launcher { position: fixed; inset-block-end: 1.25rem; inset-inline-end: 1.25rem; z-index: 2147483000; display: inline-flex; align-items: center; gap: .6rem; padding: .8rem 1.25rem; border-radius: 99px; background: var(--accent); color: var(--on-accent); font-weight: 600; box-shadow: 0 4px 18px rgb(0 0 0 / .22); }
.launcher:hover { filter: brightness(1.08); }
.floating { position: fixed; inset-block-end: 1.25rem; inset-inline-end: 1.25rem; z-index: 2147483001; width: min(27rem, calc(100vw - 2.5rem)); height: min(44rem, calc(100dvh - 2.5rem)); border: 1px solid var(--line); border-radius: 14px; box-shadow: 0 12px 48px rgb(0 0 0 / .25); }
.floating.wide { width: min(66rem, calc(100vw - 2.5rem)); }
@media (max-width: 600px) { .floating, .floating.wide { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; } }
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; } }
@media (forced-colors: active) {
  mark, tr.cited > * { forced-color-adjust: none; background: Mark; color: MarkText; }
  .marker span, .send, .launcher { border: 1px solid ButtonText; } .name::before { background: CanvasText; }
}
`;

export const sheet = new CSSStyleSheet();
sheet.replaceSync(CSS);
