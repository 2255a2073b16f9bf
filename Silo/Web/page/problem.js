/** An answer of the server that says no, or none at all. */
export class Problem extends Error {
  /**
   * @param {number} status 0: the server could not be reached.
   * @param {string} message
   * @param {import('../api').ProblemDetails} [details]
   * @param {number | null} [retryAfter] Seconds.
   */
  constructor(status, message, details = {}, retryAfter = null) {
    super(message);
    this.status = status;
    this.details = details;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may well succeed later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }

  /** What is wrong with which field. @returns {{ field: string, message: string }[]} */
  get faults() {
    const { errors, field } = this.details;
    if (errors) return errors.map(({ field, detail }) => ({ field, message: detail }));
    return field ? [{ field, message: this.message }] : [];
  }

  /** @param {Response} response */
  static async of(response) {
    const type = response.headers.get('Content-Type') ?? '';
    /** @type {import('../api').ProblemDetails} */
    const details = type.includes('json') ? await response.json().catch(() => ({})) : {};
    const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
    const message = details.detail ?? `The server answered ${response.status} ${response.statusText}.`;
    return new Problem(response.status, message, details, Number.isNaN(seconds) ? null : seconds);
  }
}
