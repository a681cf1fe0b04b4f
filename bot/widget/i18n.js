// @ts-check
// Every word the widget says. A page adds a language with: PressboxChat.messages.de = { ask: "Fragen", … }

export const messages = {
  en: {
    heading: 'Pressbox',
    open: 'Ask the coverage',
    close: 'Close',
    fresh: 'New conversation',
    welcome: 'Ask the coverage',
    lead: 'Every answer shows the words and the table cells it rests on.',
    suggestions: 'Questions to start with',
    followUps: 'Ask next',
    label: 'Your question',
    placeholder: 'Who won, how fast, by how much?',
    ask: 'Ask',
    stop: 'Stop',
    retry: 'Try again',
    copy: 'Copy with sources',
    copied: 'Copied',
    conversation: 'Conversation',
    searching: 'Searching the coverage…',
    starting: 'The service is starting. Your question will be asked as soon as it is ready.',
    ready: 'Answer ready.',
    sourceCount: '{n} sources.',
    oneSource: '1 source.',
    sources: 'Sources',
    source: 'Source',
    sourceOf: 'Source {n} of {count}',
    citation: 'Source {n}: {title}',
    previous: 'Previous source',
    next: 'Next source',
    openPage: 'Open at the publisher',
    openHint: 'Open to see it in place',
    loading: 'Opening the source…',
    noDocument: 'The source could not be opened.',
    text: 'Text of the source',
    partial: 'Partly answered',
    conflict: 'Sources disagree',
    premise: 'Not what the sources say',
    premiseUnsupported: 'Not supported by the sources',
    abstained: 'Not in the sources',
    ambiguous: 'More than one thing fits',
    low_confidence: 'Not sure enough to answer',
    assumed: 'The question assumes',
    closest: 'The closest passages',
    didYouMean: 'Did you mean',
    preferred: 'Used in the answer',
    understood: 'Understood as: {question}',
    computed: 'How it was worked out',
    results: 'Results',
    sortBy: 'Sort by {label}',
    chart: 'Bar chart: {value} by {label}',
    high: 'High confidence',
    medium: 'Medium confidence',
    low: 'Low confidence',
    stopped: 'Stopped before the answer was complete.',
    offline: 'You are offline. Connect, then try again.',
    unreachable: 'The service cannot be reached.',
    broken: 'The connection broke before the answer was complete.',
    timeout: 'This is taking too long. Try again, or ask something simpler.',
    limited: 'Too many questions. Try again in {n} seconds.',
    busy: 'Many questions are waiting. Try again in {n} seconds.',
    unavailable: 'The coverage is not available at the moment.',
    refused: 'The question was not accepted: {detail}',
    locked: 'This page may not ask this service. Its owner has to give it a key.',
    failed: 'Something went wrong on our side. Request id: {id}',
    good: 'Good answer',
    bad: 'Bad answer',
    thanks: 'Thank you. Noted.',
    why: 'What was wrong?',
    wrong: 'Wrong',
    incomplete: 'Incomplete',
    badCitation: 'Source does not fit',
    outdated: 'Out of date',
    unclear: 'Unclear',
    other: 'Something else',
    notKept: 'Your rating could not be sent. Try again later.',
  },
};

/**
 * The function that says a message in the best language there is: "de-AT", then "de", then English.
 * @param {string} locale
 * @returns {(key: string, values?: Record<string, unknown>) => string}
 */
export function speaker(locale) {
  /** @type {Record<string, Record<string, string>>} */
  const all = messages;
  const table = { ...all.en, ...all[locale.split('-')[0]], ...all[locale] };
  return (key, values = {}) => (table[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/** The page's language, in the reader's regional form of it: dates on an "en" page follow an "en-GB" browser. @param {string} language */
export function readersLocale(language) {
  const own = navigator.language || 'en';
  return !language || own.split('-')[0] === language ? own : language;
}
