/**
 * The second pass of a log: what Gs and Ps do. A change of a status is a step of the tree's programs, and each M is followed through them by
 * its records. What the trace says of Gs and Ps is judged as a reader would.
 */
import type { Programs } from '../../../model/index.ts';
import { eventKinds, eventNumber } from '../../../model/index.ts';
import type { EventKind } from '../../../model/index.ts';
import type { RecordKind } from '../../log/records.ts';
import { schedulerActs, statusSteps } from '../../log/records.ts';
import { Rejection } from '../rejection.ts';
import { addressOf } from '../statuses.ts';
import type { StatusFault } from '../statuses.ts';
import { Changes, statusName } from './changes.ts';
import { mayBeAstray } from './followed.ts';
import type { Followed } from './followed.ts';
import { Goroutines } from './goroutines.ts';
import { byWriter, goStatusIn, mayHaveLost, namesOne, procStatusIn, symbolOf } from './kinds-of-records.ts';
import { Looks } from './looks.ts';
import { machineOf } from './machine.ts';
import type { Machine } from './machine.ts';
import { OneM } from './one-m.ts';
import type { Frontier } from './one-m.ts';
import type { SchedulerReport } from './report.ts';
import { change, told } from './symbols.ts';
import { TraceReader, eventName, events } from './trace-reader.ts';
import { ofGoroutines, ofProcs } from './views.ts';
import type { View } from './views.ts';
import { MAY_BE_OFF, MAY_BE_ON } from './walk.ts';

/** By part, the programs of the tree. */
export interface SchedulerPrograms {
  readonly goroutines: Programs;
  readonly procs: Programs;
}

export const schedulerParts = { goroutines: ofGoroutines.part, procs: ofProcs.part } as const;

/** _Gdead. */
const DEAD = 6;

export class Scheduler {
  readonly #machines: { readonly goroutines: Machine; readonly procs: Machine };
  readonly #sites: readonly string[];
  readonly #ms: (Followed | undefined)[];
  readonly #changes = new Changes();
  readonly #reader: TraceReader;
  readonly #frontier: Frontier = { most: 0, cut: false };
  /** Addresses of Ps by id. */
  readonly #procs = new Map<number, number>();
  readonly #isProc = new Set<number>();
  readonly #goroutines = new Goroutines();
  #enabled = false;
  #changedAt = -1;

  constructor({ goroutines, procs }: SchedulerPrograms, sites: readonly string[], ms: number) {
    this.#machines = { goroutines: machineOf(goroutines, ofGoroutines), procs: machineOf(procs, ofProcs) };
    this.#sites = sites;
    this.#ms = Array.from({ length: ms }, () => undefined);
    this.#reader = new TraceReader(ms);
  }

  /** The frontier was too large for the judge to keep all of it. */
  get isCut(): boolean {
    return this.#frontier.cut;
  }

  get report(): SchedulerReport {
    const { taken, read, unread, resources } = this.#changes;
    return {
      changes: taken,
      read,
      unread: Object.fromEntries([...unread].sort(([, a], [, b]) => b - a)),
      events: this.#reader.taken,
      resources,
      frontier: this.#frontier.most,
    };
  }

  /** Judges a record. Returns the claim that it breaks, or null. Throws a Rejection where no way leads to it. */
  take(n: number, kind: RecordKind, values: readonly number[]): StatusFault | null {
    const [m = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values;
    switch (kind) {
      case 'startEnable':
      case 'stopEnabled':
        this.#enabled = kind === 'startEnable';
        this.#changedAt = n;
        return null;
      case 'flushedGen':
        this.#reader.ends(m);
        return null;
      case 'acquireGen':
        if (b !== 0) this.#opens(this.#m(m), b, n);
        this.#m(m).looks.core(kind, 1);
        return null;
      case 'acquireNested': {
        const { gens, looks } = this.#m(m);
        gens.push(b);
        looks.core(kind, gens.length);
        return null;
      }
      case 'acquireUndo':
        this.#m(m).foundNone = true;
        this.#m(m).looks.core(kind, 1);
        return null;
      case 'acquireFlag':
      case 'writer':
      case 'event':
      case 'end': {
        const { gens, looks } = this.#m(m);
        looks.core(kind, gens.length);
        return null;
      }
      case 'release':
        this.#closes(this.#m(m), n);
        return null;
      case 'releaseNested':
        this.#m(m).gens.pop();
        return null;
      case 'status':
        this.#status(n, m, b, c, d, e);
        return null;
      case 'scheduler':
        return this.#did(n, m, [b, c, d, e, f]);
      default:
        return null;
    }
  }

  #m(id: number): Followed {
    let m = this.#ms[id];
    if (m === undefined) {
      const of = (machine: Machine): OneM => new OneM(machine, id, this.#frontier);
      m = {
        goroutines: of(this.#machines.goroutines),
        procs: of(this.#machines.procs),
        looks: new Looks(id),
        ...{ gens: [], last: -1, changed: 0, said: 0, foundNone: false },
      };
      this.#ms[id] = m;
    }
    return m;
  }

  #opens(m: Followed, gen: number, n: number): void {
    m.gens.length = 0;
    m.gens.push(gen);
    m.changed = 0;
    m.said = 0;
    m.goroutines.opens();
    m.procs.opens();
    m.last = Math.max(m.last, n - 1);
  }

  #closes(m: Followed, n: number): void {
    const enabled = this.#readBy(m);
    const [ofG, ofP] = [mayBeAstray(m, 'g'), mayBeAstray(m, 'p')];
    m.goroutines.closes(n, enabled, ofG);
    m.procs.closes(n, enabled, ofP);
    m.gens.length = 0;
    m.last = n;
  }

  /** What the M may have read of trace.enabled since its last record. */
  #readBy({ last, foundNone }: Followed): number {
    const now = this.#enabled ? MAY_BE_ON : MAY_BE_OFF;
    return last < this.#changedAt || last === -1
      ? MAY_BE_ON | MAY_BE_OFF
      : foundNone
        ? now | MAY_BE_OFF
        : now;
  }

  #status(n: number, id: number, step: number, resource: number, gen: number, value: number): void {
    const m = this.#m(id);
    const [outer] = m.gens;
    const name = statusSteps[step];
    const isProc = this.#isProc.has(resource);
    if (name === 'seen' || name === 'sequence' || name === 'reset') m.looks.mayNot(name, m.gens.length);
    if (name === 'seen') m.looks.at(resource, m.gens.length);
    if (name === 'sequence' && outer === undefined)
      throw new Rejection('nextSeq', id, null, `M${id} counts an event, and is in no section`);
    // Without a section it is traceAdvance, or who has stopped the world; in two, a growth. Neither is in the program of an M.
    if ((outer === undefined && name !== 'reset') || m.gens.length > 1) return;
    if (name !== 'reset' && gen !== outer)
      throw new Rejection(
        'status',
        id,
        null,
        `the M is in a section of generation ${outer ?? 0}, and this is done for generation ${gen}`,
      );
    const view = isProc ? m.procs : m.goroutines;
    const words = (): string => `M${id} does ${name ?? 'nothing'} with ${addressOf(resource)}`;
    // The part about Ps leaves GoStart out, which looks at the P of the M, too.
    const isLook = isProc && name === 'seen' && value !== 0;
    const about = {
      resource,
      enabled: this.#readBy(m),
      isKnown: false,
      mayBeAstray: mayBeAstray(m, isProc ? 'p' : 'g'),
      isLook,
    };
    view.take(n, symbolOf(step, value), about, words);
    m.last = n;
    m.foundNone = false;
  }

  #did(n: number, id: number, [act = 0, of = 0, a = 0, b = 0, c = 0]: readonly number[]): StatusFault | null {
    switch (schedulerActs[act]) {
      case 'goroutine':
        this.#changed(n, id, { letter: 'G', resource: of, was: a, is: b, site: c });
        return null;
      case 'proc':
        this.#changed(n, id, { letter: 'P', resource: of, was: a, is: b, site: c });
        return null;
      case 'procHas':
        this.#isProc.add(of);
        this.#procs.set(a, of);
        return null;
      case 'told':
        return this.#told(n, id, [of, a, b, c]);
      case 'toldOf':
        return this.#reader.take({ m: id, gen: c, event: of, a, b, goroutine: 0 });
      default:
        throw new Rejection(
          'scheduler',
          id,
          null,
          `the log has an act ${act} of the scheduler, and there is none`,
        );
    }
  }

  #changed(
    n: number,
    id: number,
    {
      letter,
      resource,
      was,
      is,
      site,
    }: {
      readonly letter: 'G' | 'P';
      readonly resource: number;
      readonly was: number;
      readonly is: number;
      readonly site: number;
    },
  ): void {
    if (this.#isProc.has(resource) !== (letter === 'P'))
      throw new Rejection(
        'scheduler',
        id,
        null,
        `${addressOf(resource)} is ${letter === 'P' ? 'no' : 'a'} P`,
      );
    const m = this.#m(id);
    m.looks.mayNot(letter === 'G' ? 'casgstatus' : 'p.status', m.gens.length);
    this.#changes.take(id, resource, was, is, letter);
    const fn = this.#sites[site - 1] ?? 'a function without a number';
    const machine = letter === 'G' ? this.#machines.goroutines : this.#machines.procs;
    const view = letter === 'G' ? m.goroutines : m.procs;
    const number = machine.changeOf(site, fn, was, is);
    if (number === -1) {
      const must = machine.mustHaveBeen(fn, was, is);
      if (must !== null)
        throw new Rejection(
          letter === 'G' ? 'casgstatus' : 'p.status',
          id,
          null,
          `${fn} makes ${letter} ${addressOf(resource)} ${statusName(letter, is)}, which was ${statusName(letter, was)}, and in the programs it is ${must} before`,
        );
      this.#changes.leftOut(fn, letter, was, is);
      // What one M does with the goroutine of another leaves it where it is.
      const isItsOwn = letter === 'P' || view.has === 0 || view.has === resource;
      if (isItsOwn) {
        m.goroutines.forget();
        if (letter === 'P') m.procs.forget();
        else m.procs.anywhere();
      } else if (m.gens.length > 0) view.strays();
    } else if (m.gens.length <= 1) {
      this.#changes.read++;
      const words = (): string =>
        `${fn} makes ${letter} ${addressOf(resource)} ${statusName(letter, is)}, which was ${statusName(letter, was)}`;
      const about = {
        resource,
        enabled: this.#readBy(m),
        isKnown: true,
        mayBeAstray: mayBeAstray(m, letter === 'G' ? 'g' : 'p'),
      };
      view.take(n, change(number), about, words);
    }
    if (letter === 'G') {
      const goid = this.#goroutines.idOf(resource);
      if (goid !== 0 && goid === m.said) this.#agrees(id, resource, goid, m.gens[0] ?? 0);
      m.changed = resource;
      if (is === DEAD) this.#goroutines.forget(resource);
    }
    m.last = n;
    m.foundNone = false;
  }

  #told(
    n: number,
    id: number,
    [event = 0, a = 0, b = 0, goroutine = 0]: readonly number[],
  ): StatusFault | null {
    const m = this.#m(id);
    const gen = m.gens.at(-1);
    if (gen === undefined)
      throw new Rejection('told', id, null, `M${id} writes an event, and is in no section`);
    const found = this.#reader.take({ m: id, gen, event, a, b, goroutine });
    const name = eventName(event);
    const depth = m.gens.length;
    if (byWriter.has(event)) m.looks.toldStatus(depth);
    else {
      const about = event === events.GoUnblock ? this.#goroutines.addressOf(a) : 0;
      const known = this.#goroutines.addressOf(goroutine);
      const own = known === 0 && goroutine !== 0 ? m.goroutines.has : known;
      const proc = mayHaveLost.has(event) ? 0 : this.#procOf(id);
      m.looks.told(depth, proc, [own, about], event === events.ProcSteal);
    }
    if (m.gens.length === 1 && name !== undefined) {
      const number = name in eventKinds ? eventNumber(name as EventKind) : -1;
      this.#tells(n, id, m.goroutines, ofGoroutines, { name, number, a, b });
      this.#tells(n, id, m.procs, ofProcs, { name, number, a, b });
    }
    if (goroutine !== 0) this.#goroutines.is(id, m.goroutines.has, goroutine, name);
    if (depth === 1 && !byWriter.has(event) && name?.startsWith('Go') === true && found === null) {
      m.said = namesOne.has(event) ? a : goroutine;
      if (m.changed !== 0 && this.#goroutines.idOf(m.changed) === m.said)
        this.#agrees(id, m.changed, m.said, gen);
    }
    m.last = n;
    m.foundNone = false;
    return found;
  }

  #tells(
    n: number,
    id: number,
    view: OneM,
    { root, told: about }: View,
    {
      name,
      number,
      a,
      b,
    }: { readonly name: string; readonly number: number; readonly a: number; readonly b: number },
  ): void {
    const isOfView = number === -1 ? root === 'g' : about.has(number);
    if (!isOfView) return;
    const m = this.#m(id);
    const machine = root === 'g' ? this.#machines.goroutines : this.#machines.procs;
    if (number === -1 || !machine.walk.kinds.has(number)) {
      // No program writes it.
      view.strays();
      return;
    }
    if (root === 'p' && about.get(number) === true && !this.#procs.has(a))
      throw new Rejection('told', id, null, `${name} is about P ${a}, and the log has none`);
    const isStatus = name === 'GoStatus' || name === 'GoStatusStack' || name === 'ProcStatus';
    const isNamed = about.get(number) === true;
    const resource = !isNamed
      ? 0
      : root === 'p'
        ? (this.#procs.get(a) ?? 0)
        : name === 'GoCreate'
          ? 0
          : this.#goroutines.addressOf(a);
    const status = isStatus ? (root === 'p' ? procStatusIn : goStatusIn)(b) : 0;
    const of = view.take(
      n,
      told(number, status),
      { resource, enabled: this.#readBy(m), isKnown: !isStatus, mayBeAstray: mayBeAstray(m, root) },
      () => `M${id} writes ${name}${isNamed ? ` about ${root === 'g' ? 'G' : 'P'} ${a}` : ''}`,
    );
    if (root === 'g' && isNamed && of !== 0) this.#goroutines.is(id, of, a, name);
  }

  /** The P that an M has, by the program or, where that leaves it open, by its events; 0 where neither says it. */
  #procOf(id: number): number {
    const { procs, gens } = this.#m(id);
    return procs.has === 0 ? (this.#procs.get(this.#reader.procOf(id, gens[0] ?? 0) - 1) ?? 0) : procs.has;
  }

  /** What a section says of a goroutine, and what it makes of it, is the same. Throws a Rejection where it is not. */
  #agrees(m: number, resource: number, goid: number, gen: number): void {
    const [runtime, trace] = [this.#changes.saidOf(resource), this.#reader.statusOfG(goid, gen)];
    if (runtime === null || trace === null || runtime === trace) return;
    throw new Rejection(
      'told',
      m,
      null,
      `the events of generation ${gen} leave goroutine ${goid} ${trace}, and G ${addressOf(resource)} is ${runtime}`,
    );
  }
}
