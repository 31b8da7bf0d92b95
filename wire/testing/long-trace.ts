/** A valid trace of any length, piece by piece, without more than one batch in memory. */
import { batch, event, header } from './encode.ts';

export interface LongTrace {
  readonly version: 23 | 26;
  readonly generations: number;
  /** Full batches of thread 1 in each generation, of 64 KiB. */
  readonly batches: number;
}

/** Thread 1 says how large the heap is, again and again. */
export function* longTrace({ version, generations, batches }: LongTrace): Generator<Uint8Array, void> {
  yield Uint8Array.from(header(version));
  const value = event('HeapAlloc', 3, 2 ** 20);
  const count = Math.floor(65_000 / value.length);
  const body = Uint8Array.from(Array.from({ length: count }, () => value).flat());
  const strings = event('Strings');
  for (let gen = 1; gen <= generations; gen++) {
    const frequency = event('Frequency', 1_000_000_000);
    const time = gen * 2 ** 30;
    const clocks = [...event('Sync'), ...frequency, ...event('ClockSnapshot', 1, gen, gen, gen)];
    yield Uint8Array.from(batch({ gen, m: 2n ** 64n - 1n, time, body: version < 25 ? frequency : clocks }));
    const begin = [...event('ProcStatus', 1, 0, 1), ...event('GoStatus', 1, 1, 1, 2)];
    yield Uint8Array.from(batch({ gen, m: 1, time: time + 1, body: begin }));
    for (let index = 0; index < batches; index++) {
      const head = { gen, m: 1, time: time + 10 + index * 3 * count, size: body.length };
      yield Buffer.concat([Uint8Array.from(batch({ ...head, body: [] })), body]);
    }
    yield Uint8Array.from(batch({ gen, m: 2n ** 64n - 1n, time, body: strings }));
    if (version >= 26) yield Uint8Array.from(event('EndOfGeneration'));
  }
}
