/**
 * The Gs and Ps as a reader of the trace knows them, from the events alone: in each generation the status that its events left each in. It
 * has the rules of internal/trace/order.go and nothing of the runtime, so that both can be compared.
 */
import { eventName } from '../../log/events.ts';
import type { EventName } from '../../log/events.ts';
import type { StatusFault, StatusProperty } from '../statuses.ts';

/** The statuses that events of a trace give, by their numbers there, and those that only follow from events. */
const goStatuses = ['none', 'runnable', 'running', 'syscall', 'waiting', 'dead'] as const;
const procStatuses = ['none', 'running', 'idle', 'syscall', 'abandoned'] as const;
const [NONE, RUNNABLE, RUNNING, SYSCALL, WAITING, DEAD] = [0, 1, 2, 3, 4, 5];
const [P_RUNNING, P_IDLE, P_SYSCALL, P_ABANDONED] = [1, 2, 3, 4];

/** By the parity of a generation: the generation, the status in it, and the last sequence number. */
interface Known {
  readonly gen: [number, number];
  readonly status: [number, number];
  readonly seq: [number, number];
}

/** What a generation's end asks of each. */
const parityOf = (gen: number): 0 | 1 => (gen % 2 === 0 ? 0 : 1);

/** An event as a log has it. */
export interface Told {
  readonly m: number;
  readonly gen: number;
  readonly event: number;
  readonly a: number;
  readonly b: number;
  /** The goroutine of the M that writes; 0 for none. */
  readonly goroutine: number;
}

export class TraceReader {
  readonly #gs = new Map<number, Known>();
  readonly #ps = new Map<number, Known>();
  /** By parity and M, the P that its events have, counted from 1; and of which generation that is. */
  readonly #procs: readonly [Float64Array, Float64Array];
  readonly #procsOf: readonly [Float64Array, Float64Array];
  /** The same of the goroutine that an M runs. */
  readonly #runs: readonly [Float64Array, Float64Array];
  readonly #runsOf: readonly [Float64Array, Float64Array];
  taken = 0;

  constructor(ms: number) {
    this.#procs = [new Float64Array(ms), new Float64Array(ms)];
    this.#procsOf = [new Float64Array(ms), new Float64Array(ms)];
    this.#runs = [new Float64Array(ms), new Float64Array(ms)];
    this.#runsOf = [new Float64Array(ms), new Float64Array(ms)];
  }

  /** Judges an event. Returns the claim that it breaks, or null. */
  take(told: Told): StatusFault | null {
    this.taken++;
    const { m, gen, event, goroutine } = told;
    const name = eventName(event);
    if (name === 'GoCreateSyscall') return this.#create(told, SYSCALL) ?? this.#begins(told, told.a);
    if (name === undefined && (goroutine === 0 || !isOfGoroutine(event))) return null;
    const runs = this.#goroutineOf(told);
    if (runs !== 0 && goroutine !== 0 && runs !== goroutine)
      return fault(
        'EventFitsStatus',
        `M${m} writes ${name ?? `event ${event}`} as G ${goroutine}, and in generation ${gen} it runs G ${runs}`,
      );
    if (name === 'GoStatus' || name === 'GoStatusStack') return this.#goStatus(told);
    return this.#event(told, name, runs);
  }

  #event(told: Told, name: EventName | undefined, runs: number): StatusFault | null {
    const { gen, a, b } = told;
    const ends = (to: number, from = RUNNING): StatusFault | null => {
      const found = this.#go(told, runs, from, to);
      this.#begins(told, 0);
      return found;
    };
    switch (name) {
      case undefined:
        return this.#go(told, runs, RUNNING, RUNNING);
      case 'GoCreate':
        return this.#writer(told, runs) ?? this.#create(told, RUNNABLE);
      case 'GoCreateBlocked':
        return this.#writer(told, runs) ?? this.#create(told, WAITING);
      case 'GoStart':
        this.#begins(told, a);
        return this.#go(told, a, RUNNABLE, RUNNING, b);
      case 'GoUnblock':
        return this.#writer(told, runs) ?? this.#go(told, a, WAITING, RUNNABLE, b);
      case 'GoDestroy':
        return ends(DEAD);
      case 'GoDestroySyscall':
        return ends(DEAD, SYSCALL);
      case 'GoStop':
        return ends(RUNNABLE);
      case 'GoBlock':
        return ends(WAITING);
      case 'GoSwitch':
      case 'GoSwitchDestroy': {
        const found = ends(name === 'GoSwitch' ? WAITING : DEAD);
        this.#begins(told, a);
        return found ?? this.#go(told, a, WAITING, RUNNING, b);
      }
      case 'GoSyscallBegin':
        return (
          this.#go(told, runs, RUNNING, SYSCALL) ??
          this.#proc(told, this.procOf(told.m, gen), P_RUNNING, P_SYSCALL, a)
        );
      case 'GoSyscallEnd':
        return (
          this.#go(told, runs, SYSCALL, RUNNING) ??
          this.#proc(told, this.procOf(told.m, gen), P_SYSCALL, P_RUNNING)
        );
      case 'GoSyscallEndBlocked':
        return ends(RUNNABLE, SYSCALL);
      case 'ProcStatus': {
        const found = this.#status('P', this.#ps, gen, a + 1, b);
        if (b === P_RUNNING || b === P_SYSCALL) this.#bind(told, a + 1);
        return found;
      }
      case 'ProcStart':
        this.#bind(told, a + 1);
        return this.#proc(told, a + 1, P_IDLE, P_RUNNING, b);
      case 'ProcStop': {
        const now = this.#statusOf(this.procOf(told.m, gen), gen);
        const from = now === P_SYSCALL ? P_SYSCALL : P_RUNNING;
        const found = this.#proc(told, this.procOf(told.m, gen), from, P_IDLE);
        this.#bind(told, 0);
        return found;
      }
      case 'ProcSteal': {
        const isAbandoned = this.#statusOf(a + 1, gen) === P_ABANDONED;
        return this.#proc(told, a + 1, isAbandoned ? P_ABANDONED : P_SYSCALL, P_IDLE, b);
      }
      default:
        return null;
    }
  }

  /** A status of the goroutine that an M runs says so. One that is in a system call may be another M's, where no M writes it. */
  #goStatus(told: Told): StatusFault | null {
    const { gen, a, b, goroutine } = told;
    if (goroutine === a && (b === RUNNING || b === SYSCALL)) this.#begins(told, a);
    return this.#status('G', this.#gs, gen, a, b);
  }

  #goroutineOf({ m, gen }: Told): number {
    const parity = parityOf(gen);
    return this.#runsOf[parity][m] === gen ? (this.#runs[parity][m] ?? 0) : 0;
  }

  #begins({ m, gen }: Told, goroutine: number): null {
    const parity = parityOf(gen);
    this.#runsOf[parity][m] = gen;
    this.#runs[parity][m] = goroutine;
    return null;
  }

  /** A generation is read to its end: goroutines that ended in it are forgotten. */
  ends(gen: number): void {
    const parity = parityOf(gen);
    for (const [id, { gen: gens, status }] of this.#gs) {
      const other = parity === 0 ? 1 : 0;
      if (gens[parity] === gen && status[parity] === DEAD && gens[other] < gen) this.#gs.delete(id);
    }
  }

  /** Of a P. */
  #statusOf(id: number, gen: number): number {
    const known = this.#ps.get(id);
    return known?.gen[parityOf(gen)] === gen ? known.status[parityOf(gen)] : NONE;
  }

  /** Of a goroutine, in words; null where the generation does not have it. */
  statusOfG(id: number, gen: number): string | null {
    const known = this.#gs.get(id);
    return known?.gen[parityOf(gen)] === gen ? wordOf('G', known.status[parityOf(gen)]) : null;
  }

  /** The P that an M has by its events, counted from 1; 0 for none. */
  procOf(m: number, gen: number): number {
    const parity = parityOf(gen);
    return this.#procsOf[parity][m] === gen ? (this.#procs[parity][m] ?? 0) : 0;
  }

  #bind({ m, gen }: Told, proc: number): void {
    const parity = parityOf(gen);
    this.#procsOf[parity][m] = gen;
    this.#procs[parity][m] = proc;
  }

  /** Who writes about another goroutine runs, if it is one. */
  #writer(told: Told, runs: number): StatusFault | null {
    return told.goroutine === 0 ? null : this.#go(told, runs, RUNNING, RUNNING);
  }

  #go(told: Told, id: number, from: number, to: number, seq = 0): StatusFault | null {
    return this.#moves('G', this.#gs, told, id, [from, to], seq);
  }

  #proc(told: Told, id: number, from: number, to: number, seq = 0): StatusFault | null {
    return this.#moves('P', this.#ps, told, id, [from, to], seq);
  }

  #moves(
    letter: 'G' | 'P',
    all: Map<number, Known>,
    { m, gen, event }: Told,
    id: number,
    [from, to]: readonly [number, number],
    seq: number,
  ): StatusFault | null {
    const name = eventName(event) ?? `event ${event}`;
    if (id === 0)
      return fault('StatusPrecedesEvents', `${name} of M${m}, which has no ${letter} in generation ${gen}`);
    const parity = parityOf(gen);
    const who = `${nameOf(letter, id)} in generation ${gen}`;
    const known = all.get(id);
    if (known?.gen[parity] !== gen)
      return fault('StatusPrecedesEvents', `${name} is about ${who}, which has no status yet`);
    const now = known.status[parity];
    if (now !== from)
      return fault(
        'EventFitsStatus',
        `${name} is about ${who}, which is ${wordOf(letter, now)}, and not ${wordOf(letter, from)}`,
      );
    known.status[parity] = to;
    if (seq === 0) return null;
    const next = known.seq[parity] + 1;
    known.seq[parity] = seq;
    return seq === next
      ? null
      : fault('SequenceContiguous', `${name} of ${who} has the sequence number ${seq}, after ${next - 1}`);
  }

  #status(
    letter: 'G' | 'P',
    all: Map<number, Known>,
    gen: number,
    id: number,
    status: number,
  ): StatusFault | null {
    const known = this.#known(all, id);
    const parity = parityOf(gen);
    if (known.gen[parity] === gen)
      return fault('StatusOnce', `${nameOf(letter, id)} gets a second status in generation ${gen}`);
    begin(known, gen, status);
    return status === NONE
      ? fault('EventFitsStatus', `${nameOf(letter, id)} gets no good status in generation ${gen}`)
      : null;
  }

  #create({ gen, a }: Told, status: number): StatusFault | null {
    const known = this.#known(this.#gs, a);
    const parity = parityOf(gen);
    const now = known.gen[parity] === gen ? known.status[parity] : NONE;
    begin(known, gen, status);
    return now === NONE
      ? null
      : fault('EventFitsStatus', `G ${a} is created in generation ${gen}, and it is ${wordOf('G', now)}`);
  }

  #known(all: Map<number, Known>, id: number): Known {
    let known = all.get(id);
    if (known === undefined) {
      known = { gen: [-1, -1], status: [NONE, NONE], seq: [0, 0] };
      all.set(id, known);
    }
    return known;
  }
}

function begin({ gen: gens, status: statuses, seq }: Known, gen: number, status: number): void {
  const parity = parityOf(gen);
  gens[parity] = gen;
  statuses[parity] = status;
  seq[parity] = 0;
}

const fault = (property: StatusProperty, words: string): StatusFault => ({ property, words });

const wordOf = (letter: 'G' | 'P', status: number): string =>
  (letter === 'G' ? goStatuses : procStatuses)[status] ?? 'none';

const nameOf = (letter: 'G' | 'P', id: number): string => `${letter} ${letter === 'G' ? id : id - 1}`;

/** An event of the goroutine that runs: from STWBegin to UserLog, but those that say what is active. */
const isOfGoroutine = (event: number): boolean => event >= 26 && event <= 44 && event !== 31 && event !== 34;
