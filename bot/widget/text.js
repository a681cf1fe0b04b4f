// @ts-check
// Offsets, dates and the plain text that is copied.

/**
 * Turns offsets in Unicode code points, as the service counts them, into offsets of this string, which counts UTF-16.
 * @param {string} text
 * @returns {(codePoint: number) => number}
 */
export function utf16Offsets(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (codePoint) => codePoint;
  const offsets = [0];
  for (const character of text) offsets.push(offsets[offsets.length - 1] + character.length);
  return (codePoint) => offsets[Math.min(codePoint, offsets.length - 1)];
}

/**
 * "6 August 2024" for an ISO date or time; what is no date is shown as it is.
 * @param {string | null} published
 * @param {string} locale
 */
export function shownDate(published, locale) {
  if (!published) return '';
  const day = /^(\d{4})-(\d\d)-(\d\d)/.exec(published);
  if (!day) return published;
  const date = new Date(Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3])));
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}

/**
 * Publisher and date, as far as the source says.
 * @param {{publisher: string | null, published_at: string | null, posted?: string | null}} source
 * @param {string} locale
 */
export function byline(source, locale) {
  return [source.publisher, shownDate(source.published_at, locale), source.posted].filter(Boolean).join(' · ');
}

/**
 * The answer with [n] markers and its numbered sources below.
 * @param {any} answer
 * @param {(key: string) => string} say
 * @param {string} locale
 */
export function copiedText(answer, say, locale) {
  const marked = answer.segments.map((segment) => segment.text + segment.citations.map((n) => `[${n}]`).join(''));
  const sources = answer.citations.map((citation) => {
    const origin = [citation.title, byline(citation, locale)].filter(Boolean).join(', ');
    return [`[${citation.n}] ${origin}: “${citation.quote}”`, citation.url].filter(Boolean).join(' ');
  });
  return sources.length ? `${marked.join('')}\n\n${say('sources')}:\n${sources.join('\n')}\n` : `${marked.join('')}\n`;
}
