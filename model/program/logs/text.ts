/**
 * Steps over the state of a log: as many Ms as there are, sets of Ms that are no bits of a number, and marks where records are written.
 * All else is what {@link Instructions} says. `p` has the M that a record picks, and whether a read lies further back.
 */
import type { Bounds } from '../../bounds.ts';
import type { Kept } from '../state/callers.ts';
import type { Access, Expr, Instruction, Primitive } from '../language/program.ts';
import { Instructions } from '../code/text-of-instructions.ts';
import type { Thread } from '../steps/thread.ts';

/** What the texts call besides the primitives of buffers. */
export interface LogHelpers {
  /** A record is written here: its number, and what the instruction loads, stores or holds. */
  readonly at: (mark: number, value: number) => void;
  /** Sets of Ms are known by their size. traceAdvance has one. */
  readonly onAllm: () => number;
  readonly withFreem: () => number;
  readonly countFreem: () => number;
  readonly isLeft: (m: number) => boolean;
  readonly unpick: (mp: number) => number;
  /** Whether every M is outside of its sections. */
  readonly isStopped: () => boolean;
  /** A buffer of an M was queued, or taken off the queue. */
  readonly queued: (parity: number, by: number) => void;
  readonly queueEmpty: (parity: number) => boolean;
}

/** Drivers of logs ask nothing of the bounds: whatever a record shows may be. */
const answers: Readonly<Record<string, string>> = {
  mayAdvance: '1',
  mayStart: '1',
  mayStop: '1',
  mayExit: '1',
  osStack: '1',
  mayBorrow: '0',
  mayDrop: '0',
  pick: '(p.picked + 1)',
  pickFreem: '(p.picked + 1)',
  unborn: '(p.picked + 1)',
  onAllm: 'H.onAllm()',
  withFreem: 'H.withFreem()',
};

export class LogInstructions extends Instructions {
  readonly #marks: ReadonlyMap<Instruction, number>;

  /** `marks`: by instruction of the thread's program, the number of the record that is written there. */
  constructor(thread: Thread, bounds: Bounds, kept: Kept, marks: ReadonlyMap<number, number>) {
    super(thread, bounds, kept);
    this.#marks = new Map(
      [...marks].flatMap(([index, mark]) => {
        const one = thread.program.list[index];
        // Of a prologue the record is written by who comes there.
        return one === undefined || one.op === 'entry' ? [] : [[one, mark] as const];
      }),
    );
  }

  override read(access: Access): string {
    return access.place === 'sched.freem' ? 'H.countFreem()' : super.read(access);
  }

  override answer(one: Primitive, option: number): string {
    const own = answers[one.name];
    if (own !== undefined) return own;
    if (one.name === 'queueEmpty') return `H.queueEmpty(${this.#operand(one, 0)})`;
    if (one.name === 'unpick') return `H.unpick(${this.#operand(one, 1)})`;
    return super.answer(one, option);
  }

  override text(one: Instruction, option: number): string {
    const mark = this.#marks.get(one);
    const does = this.#does(one, option);
    return mark === undefined ? does : `${does} H.at(${mark}, Number(${this.#valueAt(one)}));`;
  }

  protected override condition(one: Instruction, option: number): string | undefined {
    if (one.op === 'load' && option === 1) return 'p.isEarlier';
    if (one.op !== 'call') return super.condition(one, option);
    const m = 'S.m.at(p.picked)';
    switch (one.name) {
      case 'pick':
        return 'H.isLeft(p.picked)';
      case 'pickFreem':
        return `${m}.freem`;
      case 'unborn':
        return `!${m}.allm && !${m}.freem && ${m}.freeWait === 0`;
      case 'pop':
        return `${m}.full.at(${this.#operand(one, 0)}).at(0) !== 0`;
      case 'stopTheWorld':
        return 'H.isStopped()';
      case 'outside':
      case 'idle':
        return undefined;
      default:
        return super.condition(one, option);
    }
  }

  #does(one: Instruction, option: number): string {
    if (one.op !== 'call') return super.text(one, option);
    switch (one.name) {
      case 'outside':
        return '';
      case 'push':
        return `${super.text(one, option)} H.queued(${this.#operand(one, 0)}, 1);`;
      case 'pop': {
        const [m = '', buf = ''] = (one.to ?? []).map((local) => this.variable(local));
        const parity = this.#operand(one, 0);
        return `${m} = p.picked + 1; ${buf} = H.pop(S.m.at(p.picked), ${parity}); H.queued(${parity}, -1);`;
      }
      default:
        return super.text(one, option);
    }
  }

  /** What a load gives and what a store stores; of the header of a buffer, the buffer. */
  #valueAt(one: Instruction): string {
    if (one.op === 'load') return this.variable(one.to);
    if (one.op !== 'store') return '0';
    return one.to.place === 'buf.header.gen' ? this.expr(one.to.of[1] ?? { lit: 0 }) : this.expr(one.is);
  }

  #operand({ of }: Primitive, index: number): string {
    const expr: Expr = of[index] ?? { lit: 0 };
    return this.expr(expr);
  }
}
