"""Style sheet and script of the HTML report: inlined, so that the page is one file that opens anywhere."""

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #ffffff; --panel: #f5f6f8;
  --rule: #d5d9de;
  --good: #17694a; --bad: #b3261e; --mark: #1f5fa8; --bar: #4f86c6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --soft: #a5adb5; --paper: #14171a; --panel: #1d2125;
  --rule: #373d43; --good: #6cc79c; --bad: #ff9a8f; --mark: #8dbcf0; --bar: #5b93d3; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; color: var(--ink);
  background: var(--paper); }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
.facts, .hint, .nothing { color: var(--soft); font-size: .9rem; margin: .2rem 0; overflow-wrap: anywhere; }
.headline { display: flex; flex-wrap: wrap; align-items: baseline; gap: .3rem 1rem; margin: 1.2rem 0 .8rem; }
.headline strong { font-size: 3.2rem; line-height: 1; font-variant-numeric: tabular-nums; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .6rem; margin: 0; }
.cards div { background: var(--panel); border-radius: .5rem; padding: .6rem .8rem; }
.cards dt { color: var(--soft); font-size: .82rem; } .cards dd { margin: 0; font-size: 1.25rem; font-weight: 600; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: start; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--rule);
  vertical-align: middle; }
th { font-weight: 600; font-size: .85rem; color: var(--soft); } .num { text-align: end; white-space: nowrap; }
tbody th { color: var(--ink); font-size: 1rem; font-weight: 400; }
.track { position: relative; width: 45%; min-width: 8rem; }
.track span { display: block; position: relative; height: 1rem; background: var(--panel); border-radius: .2rem; }
.track i { position: absolute; inset-block: 0; inset-inline-start: 0; background: var(--bar); border-radius: .2rem; }
.track b { position: absolute; top: 50%; height: 2px; margin-top: -1px; background: var(--ink); }
.scroll { overflow-x: auto; } details { margin-top: 1rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 1rem; }
figure { margin: 0; background: var(--panel); border-radius: .5rem; padding: .8rem; }
figcaption { font-weight: 600; margin-bottom: .3rem; } figcaption small { display: block; font-weight: 400;
  color: var(--soft); }
svg { width: 100%; height: auto; display: block; }
svg .axis { fill: none; stroke: var(--soft); } svg .grid { stroke: var(--rule); } svg text { fill: var(--soft);
  font-size: 11px; }
svg .line { fill: none; stroke: var(--mark); stroke-width: 2; } svg .dot { fill: var(--mark); }
  svg .bar { fill: var(--bar); }
svg .ideal { stroke: var(--soft); stroke-dasharray: 4 4; }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; position: sticky; top: 0;
  background: var(--paper);
  padding: .6rem 0; border-bottom: 1px solid var(--rule); z-index: 1; }
label { display: grid; font-size: .82rem; color: var(--soft); } label.grow { flex: 1 1 14rem; }
select, input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft);
  border-radius: .35rem;
  padding: .35rem .5rem; }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 1px; }
article { border: 1px solid var(--rule); border-inline-start: 4px solid var(--bad); border-radius: .4rem;
  padding: .7rem .9rem;
  margin: .8rem 0; overflow-wrap: anywhere; }
article.half { border-inline-start-color: var(--mark); }
article h3 { font-size: 1rem; margin: 0 0 .4rem; } article p { margin: .25rem 0; }
article dl { display: grid; grid-template-columns: 6.5rem 1fr; gap: .2rem .8rem; margin: .3rem 0; }
article dt { color: var(--soft); font-size: .85rem; } article dd { margin: 0; white-space: pre-wrap; }
.reason { color: var(--bad); } .gold { color: var(--good); } .tag { color: var(--soft); font-size: .85rem;
  font-weight: 400; }
blockquote { margin: .15rem 0; padding-inline-start: .6rem; border-inline-start: 3px solid var(--rule);
  white-space: pre-wrap; }
[hidden] { display: none !important; }
@media (max-width: 34rem) { article dl { grid-template-columns: 1fr; } .headline strong { font-size: 2.4rem; }
  .interval { display: none; } .track { min-width: 5rem; } }
@media print { form { display: none; } article { break-inside: avoid; } }
"""

SCRIPT = """
const form = document.querySelector("form");
const cards = [...document.querySelectorAll("article[data-type]")].map(node => (
  {node, text: node.textContent.toLowerCase()}));
const shown = document.getElementById("shown");
function filter() {
  const {type, outcome, words} = form.elements;
  const wanted = words.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const {node, text} of cards) {
    const fits = (!type.value || node.dataset.type === type.value)
      && (!outcome.value || node.dataset.outcome === outcome.value)
      && wanted.every(word => text.includes(word));
    node.hidden = !fits;
    count += fits;
  }
  shown.textContent = `${count} of ${cards.length} shown`;
}
form.addEventListener("input", filter);
form.addEventListener("submit", event => event.preventDefault());
filter();
"""
