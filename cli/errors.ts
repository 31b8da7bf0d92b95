/** A command line or an input that cannot be worked with; the message is one line that ends in the next move. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The one line by which every failure is reported. */
export const oneLine = (message: string): string => `nosplit: ${message.trim().replace(/\s*\n\s*/g, ' ')}\n`;
