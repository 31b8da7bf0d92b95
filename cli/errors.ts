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

/** The one line by which every failure is reported. */
export const oneLine = (message: string): string => `nosplit: ${message.trim().replace(/\s*\n\s*/g, ' ')}\n`;
