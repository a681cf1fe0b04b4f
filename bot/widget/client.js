// @ts-check
// Talks to the service: one question as a stream of events, everything else as JSON.

/** What went wrong, in words the widget knows: offline, timeout, starting, busy, limited, refused or failed. */
export class ServiceError extends Error {
  /**
   * @param {string} code
   * @param {{detail?: string, retryAfter?: number, requestId?: string}} [more]
   */
  constructor(code, { detail = '', retryAfter = 0, requestId = '' } = {}) {
    super(detail || code);
    this.code = code;
    this.detail = detail;
    this.retryAfter = retryAfter;
    this.requestId = requestId;
  }
}

/**
 * Events of a stream as the HTML standard frames them: any line ending, comments and unknown fields skipped.
 * @param {ReadableStream<Uint8Array>} body
 */
export async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = '';
  let data = [];
  for (;;) {
    const { value, done } = await reader.read();
    pending += value ?? '';
    // A final CR may be half of a CRLF: it waits for what follows.
    const lines = pending.split(done ? /\r\n|\n|\r/ : /\r\n|\n|\r(?=[^])/);
    pending = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '' && data.length) {
        yield JSON.parse(data.join('\n'));
        data = [];
      } else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
    }
    if (done) return;
  }
}

export class Client {
  /**
   * @param {URL} base
   * @param {string | null} key publishable key, where the service asks for one
   */
  constructor(base, key) {
    this.base = base;
    this.key = key;
  }

  /**
   * @param {string} path
   * @param {RequestInit} [init]
   */
  async request(path, init) {
    let response;
    const headers = { ...init?.headers, ...(this.key ? { Authorization: `Bearer ${this.key}` } : {}) };
    try {
      response = await fetch(new URL(path, this.base), { credentials: 'omit', ...init, headers });
    } catch (error) {
      if (init?.signal?.aborted) throw error;
      throw new ServiceError(navigator.onLine ? 'unreachable' : 'offline');
    }
    if (!response.ok) throw await refusal(response);
    return response;
  }

  /** @param {string} path */
  async json(path) {
    return (await this.request(path)).json();
  }

  /**
   * @param {string} path
   * @param {object} body
   */
  async post(path, body) {
    await this.request(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  }

  /**
   * Asks, and tells of each event; the complete answer is returned.
   * @param {object} question body of POST /ask
   * @param {{signal: AbortSignal, onevent: (event: any) => void}} options
   */
  async ask(question, { signal, onevent }) {
    const response = await this.request('ask', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
      body: JSON.stringify(question),
      signal,
    });
    try {
      for await (const event of readEvents(/** @type {any} */ (response.body))) {
        if (event.type === 'done') return { ...event, type: 'answer' };
        if (event.type === 'error') throw new ServiceError('failed', { requestId: event.request_id });
        onevent(event);
      }
    } catch (error) {
      if (signal.aborted || error instanceof ServiceError) throw error;
      throw new ServiceError(navigator.onLine ? 'broken' : 'offline');
    }
    throw new ServiceError('broken');
  }
}

/** @param {Response} response */
async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  const stopped = { starting: 'starting', busy: 'busy' }[problem.code] ?? 'unavailable';
  const code = { 401: 'locked', 403: 'locked', 413: 'refused', 422: 'refused', 429: 'limited', 503: stopped, 504: 'timeout' };
  return new ServiceError(code[response.status] ?? 'failed', {
    detail: problem.errors?.[0]?.detail ?? problem.title ?? '',
    retryAfter: Number(response.headers.get('Retry-After')) || 0,
    requestId: problem.request_id ?? '',
  });
}
