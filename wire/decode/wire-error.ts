/** Where in a trace a batch stands: its number, from 0, and what of its header could be read. */
export interface BatchPlace {
  readonly index: number;
  readonly gen?: number;
  /** The id of the thread; 2^64-1 where there is none. */
  readonly m?: bigint;
}

/** Bytes that are no execution trace. The message is one line with offset, batch and reason. */
export class WireError extends Error {
  override name = 'WireError';
  /** Where the item that cannot be read begins, in bytes from the start of the file. */
  readonly offset: number;
  /** The batch that it stands in; undefined in the header of the file. */
  readonly batch: BatchPlace | undefined;
  /** A clause in lower case, without place. */
  readonly reason: string;
  /** Whether the bytes end there, in the midst of something: the trace is probably cut, and not damaged. */
  readonly isCut: boolean;

  constructor(offset: number, batch: BatchPlace | undefined, reason: string, isCut = false) {
    super(`byte ${offset}${batch === undefined ? '' : `, ${placeText(batch)}`}: ${reason}`);
    this.offset = offset;
    this.batch = batch;
    this.reason = reason;
    this.isCut = isCut;
  }
}

function placeText({ index, gen, m }: BatchPlace): string {
  const parts = [
    ...(gen === undefined ? [] : [`generation ${gen}`]),
    ...(m === undefined ? [] : [m === noM ? 'no M' : `M ${String(m)}`]),
  ];
  return `batch ${index}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
}

/** The thread id of a batch that no M wrote, as Go has it: all bits set. */
export const noM: bigint = 2n ** 64n - 1n;
