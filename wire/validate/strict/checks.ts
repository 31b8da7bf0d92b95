/** What Go's writer keeps and no reader of Go's asks for. A finding ends nothing. */
import type { WireValue } from '../../decode/cursor.ts';
import type { ThreadCursor } from '../frontier.ts';
import type { Order } from '../order/state.ts';
import { next, none } from '../order/state.ts';
import type { Generation, Onlooker } from '../source.ts';
import type { Frame, Sample, Snapshot } from '../tables.ts';
import type { Place, Violation } from '../violation.ts';
import { Clocks } from './clock.ts';
import { Findings } from './findings.ts';
import { Memory } from './memory.ts';
import { Statuses } from './statuses.ts';

export class StrictChecks implements Onlooker {
  readonly #findings = new Findings();
  readonly #clocks = new Clocks(this.#findings);
  readonly #statuses = new Statuses(this.#findings);
  readonly #memory = new Memory(this.#findings);
  #gen: WireValue | undefined;
  #snapshot: Snapshot | undefined;

  quietEnd(place: Place, message: string): void {
    this.#findings.add('table-cut-unseen', place, `${message}; Go's reader stops here and tells nobody`);
  }

  unfinished(place: Place): void {
    this.#findings.add('trace-unfinished', place, 'a generation begins here and does not end');
  }

  frame(place: Place, pc: WireValue, first: Frame, now: Frame): void {
    if (first.func === now.func && first.file === now.file && first.line === now.line) return;
    const message = `program counter ${pc} has another function, file or line than before`;
    this.#findings.add('frame-differs', place, message);
  }

  generation(generation: Generation): void {
    const { gen, offset, tables } = generation;
    const place = { gen, m: null, offset };
    if (tables.frequency === 0)
      this.#findings.add('frequency-zero', place, 'the frequency of the clock is 0');
    if (this.#gen !== undefined && gen !== next(this.#gen)) {
      this.#findings.add('generation-skipped', place, `generation ${gen} follows ${this.#gen}`);
    }
    this.#gen = gen;
    this.#ofClocks(tables.snapshot);
    this.#ofSamples(tables.samples, place);
    this.#statuses.generation();
    this.#memory.generation(generation);
  }

  look(order: Order, thread: ThreadCursor): void {
    this.#statuses.look(order, thread);
  }

  saw(order: Order, thread: ThreadCursor): void {
    const { m, event } = thread;
    const place = { gen: order.gen, m: m === none ? null : m, offset: event.offset };
    const when = this.#clocks.saw(thread, place);
    this.#statuses.saw(thread, place);
    this.#memory.saw(order, thread, when, place);
  }

  /** What is only known at the end is told where the trace was read to its end. */
  end(isWhole: boolean): readonly Violation[] {
    if (isWhole) this.#memory.end();
    return this.#findings.list;
  }

  /** Source: internal/trace/testtrace, Validator.Event. */
  #ofClocks(now: Snapshot | undefined): void {
    const before = this.#snapshot;
    this.#snapshot = now;
    if (now === undefined || before === undefined) return;
    const wall = ({ sec, nsec }: Snapshot): bigint => BigInt(sec) * 1_000_000_000n + BigInt(nsec);
    const late = [
      ...(now.time <= before.time ? ["the trace's"] : []),
      ...(now.mono <= before.mono ? ['the monotonic'] : []),
      ...(wall(now) <= wall(before) ? ['the wall'] : []),
    ];
    if (late.length === 0) return;
    this.#findings.add(
      'clock-snapshot-order',
      now.place,
      `${late.join(' and ')} clock is not later than in the generation before`,
    );
  }

  #ofSamples(samples: readonly Sample[], place: Place): void {
    const seen = new Set<string>();
    for (const { offset, values } of samples) {
      const key = values.join(' ');
      if (seen.has(key)) {
        const message = `the sample of tick ${values[0] ?? 0} is written again`;
        this.#findings.add('cpu-sample-twice', { ...place, offset }, message);
      }
      seen.add(key);
    }
  }
}
