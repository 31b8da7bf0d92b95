/** A command line or an input that cannot be worked with; the message is one line that ends in the next move. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Why a file cannot be read or written, in few words: without the system call and the path, which the message names already. */
export function fileError(error: unknown): string {
  const [, code = '', words] = /^(E[A-Z]+): (.*?)(?:, \w+(?: '.*')?)?$/s.exec(messageOf(error)) ?? [];
  return code === 'EISDIR' ? 'it is a directory' : (words ?? messageOf(error));
}

/** The line of a module that threw, as ` (model.js:12:5)`; empty where the stack does not have it. */
export function placeIn({ stack = '' }: { readonly stack?: string }, url: string): string {
  const at = stack.slice(Math.max(0, stack.indexOf(url))).split('\n')[0] ?? '';
  const place = stack.includes(url) ? /[^/]+:\d+:\d+/.exec(at)?.[0] : undefined;
  return place === undefined ? '' : ` (${place})`;
}

/** The one line by which every failure is reported. A word of it that is longer than any path (an argument that was given) is cut. */
export const oneLine = (message: string): string =>
  `nosplit: ${message
    .trim()
    .replace(/\s*[\n\t]\s*/g, ' ')
    .replace(/\S{1000,}/g, (word) => `${word.slice(0, 100)}…`)}\n`;
