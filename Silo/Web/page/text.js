/** Numbers and times in words. */

/** @param {number} seconds */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param {number} number */
export const count = (number) => number.toLocaleString('en');

/** @param {number} number */
export function ordinal(number) {
  /** @type {Record<string, string>} */
  const suffixes = { one: 'st', two: 'nd', few: 'rd' };
  return `${number}${suffixes[new Intl.PluralRules('en', { type: 'ordinal' }).select(number)] ?? 'th'}`;
}

/**
 * @param {string} time ISO 8601.
 * @param {number} now Milliseconds.
 */
export function ago(time, now) {
  const seconds = (now - Date.parse(time)) / 1000;
  if (seconds < 45) return 'just now';
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86400) return `${Math.round(seconds / 3600)} h ago`;
  return new Date(time).toLocaleDateString(undefined, { dateStyle: 'medium' });
}

/** @param {string} text */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** What the engines are called. @type {Record<string, string>} */
const engines = { relief: 'Relief', hunyuan3d: 'Hunyuan3D', simulated: 'Simulated', 'given mesh': 'Given mesh' };

/** @param {string} name */
export const engineName = (name) => engines[name] ?? name;

/** @type {Record<import('../api').Status, string>} */
const statuses = { queued: 'Waiting', running: 'Running', completed: 'Done', failed: 'Failed', cancelled: 'Cancelled' };

/** @param {import('../api').Status} status */
export const statusName = (status) => statuses[status];
