/**
 * The second pass of a log: what Gs and Ps do. A change of a status is a step of the tree's programs, and each M is followed through them by
 * its records. What the trace says of Gs and Ps is judged as a reader would.
 */
import type { Programs } from '../../../model/index.ts';
import type { RecordKind } from '../../log/records.ts';
import { schedulerActs, statusSteps } from '../../log/records.ts';
import { Rejection } from '../rejection.ts';
import { addressOf } from '../statuses.ts';
import type { StatusFault } from '../statuses.ts';
import { P_DEAD, agrees, changed } from './changing.ts';
import { mayBeAstray } from './followed.ts';
import type { Followed } from './followed.ts';
import { symbolOf } from './kinds-of-records.ts';
import { Known } from './known.ts';
import { machineOf } from './machine.ts';
import type { SchedulerReport } from './report.ts';
import { namedBy, told } from './telling.ts';
import { ofGoroutines, ofProcs } from './views.ts';

/** By part, the programs of the tree. */
export interface SchedulerPrograms {
  readonly goroutines: Programs;
  readonly procs: Programs;
}

export const schedulerParts = { goroutines: ofGoroutines.part, procs: ofProcs.part } as const;

/** _Gdeadextra with its forerunner _Gdead: the G of a thread of C that is in no call. */
const deadExtra = new Set([6, 11]);

/** Records of the core that are about an M's own sections. */
const ofSections = new Set<RecordKind>([
  ...(['acquireFlag', 'acquireGen', 'acquireNested', 'acquireUndo', 'writer', 'event', 'end'] as const),
  ...(['release', 'releaseNested'] as const),
]);

export class Scheduler {
  readonly #known: Known;

  constructor({ goroutines, procs }: SchedulerPrograms, sites: readonly string[], ms: number) {
    const machines = { goroutines: machineOf(goroutines, ofGoroutines), procs: machineOf(procs, ofProcs) };
    this.#known = new Known(machines, sites, ms);
  }

  get report(): SchedulerReport {
    const { changes, reader, frontier } = this.#known;
    const { taken, read, unread, resources } = changes;
    return {
      changes: taken,
      read,
      unread: Object.fromEntries([...unread].sort(([, a], [, b]) => b - a)),
      events: reader.taken,
      resources,
      frontier: frontier.most,
    };
  }

  /** Judges a record. Returns the claim that it breaks, or null. Throws a Rejection where no way leads to it, and Unmodelled where more ways do than are kept. */
  take(n: number, kind: RecordKind, values: readonly number[]): StatusFault | null {
    const [m = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values;
    const known = this.#known;
    switch (kind) {
      case 'startEnable':
      case 'stopEnabled':
        known.switched(n, kind === 'startEnable');
        return null;
      case 'startPublish':
        known.listing.isWhole = known.listing.isRead;
        known.advance.begins(m);
        return null;
      case 'advanceGen':
      case 'stopGen':
        known.advance.stores(m, this.#procs());
        return null;
      case 'advanceDone':
        known.advance.done(this.#procs());
        return null;
      case 'destroyFlag':
        // An M that a thread of C gives back does away with itself, and comes again.
        known.m(m).isGone = m !== b;
        return null;
      case 'flushedGen':
        known.advance.flushed(m);
        known.reader.ends(m);
        return null;
      case 'status':
        this.#status(n, m, b, c, d, e);
        return null;
      case 'scheduler':
        return this.#did(n, m, [b, c, d, e, f]);
      default:
        this.#core(n, kind, m, b);
        return null;
    }
  }

  /** A record of an M's sections. */
  #core(n: number, kind: RecordKind, id: number, gen: number): void {
    if (!ofSections.has(kind)) return;
    const m = this.#known.m(id);
    this.#isReset(id, m);
    m.begun = 0;
    switch (kind) {
      case 'acquireGen':
        if (gen !== 0) this.#opens(m, gen, n);
        m.shape.core(kind, 1);
        return;
      case 'acquireNested':
        m.gens.push(gen);
        m.shape.core(kind, m.gens.length);
        return;
      case 'acquireUndo':
        m.foundNone = true;
        m.shape.core(kind, 1);
        return;
      case 'release':
        this.#closes(id, m, n);
        return;
      case 'releaseNested':
        namedBy(this.#known, id, m.shape.ends(m.gens.length), undefined);
        m.gens.pop();
        return;
      default:
        m.shape.core(kind, m.gens.length);
    }
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

  #closes(id: number, m: Followed, n: number): void {
    const visited = m.shape.ends(1);
    const { ps, isStart } = visited;
    namedBy(this.#known, id, visited, undefined);
    const [gen = 0] = m.gens;
    const { owners, goroutines, reader } = this.#known;
    const own = owners.ranBy(id);
    // The end of a goroutine is said before its change.
    const isToldOwn = m.said !== 0 && goroutines.idOf(own) === m.said;
    if (isToldOwn && reader.statusOfG(m.said, gen) !== 'dead') agrees(this.#known, id, own, m.said, gen);
    if (isStart) this.#known.advance.visitsAll(id, ps, gen, this.#procs());
    else if (ps[0] !== undefined) this.#known.advance.visits(id, ps[0], gen);
    const enabled = this.#known.readBy(m);
    const [ofG, ofP] = [mayBeAstray(m, 'g'), mayBeAstray(m, 'p')];
    m.goroutines.closes(enabled, ofG);
    m.procs.closes(enabled, ofP);
    m.gens.length = 0;
    m.last = n;
  }

  /** Who makes a new goroutine of a G resets it next. */
  #isReset(id: number, { fresh }: Followed): void {
    if (fresh !== 0) throw new Rejection('reset', id, null, `G ${addressOf(fresh)} is new, and not reset`);
  }

  #isThere(id: number, { isGone }: Followed): void {
    if (isGone)
      throw new Rejection('destroyFlag', id, null, `M${id} goes on, and another M did away with it`);
  }

  /** By address, whether each P is dead; null where not all are known. */
  #procs(): ReadonlyMap<number, boolean> | null {
    const { procIds, changes, listing } = this.#known;
    if (!listing.isRead) return null;
    return new Map([...procIds.keys()].map((p) => [p, changes.statusOf(p) === P_DEAD]));
  }

  #status(n: number, id: number, step: number, resource: number, gen: number, value: number): void {
    const known = this.#known;
    const m = known.m(id);
    const [outer] = m.gens;
    const name = statusSteps[step];
    if (name === undefined) return;
    this.#isThere(id, m);
    const isProc = known.procIds.has(resource);
    if (name === 'seen' || name === 'sequence' || name === 'reset') m.shape.mayNot(name, m.gens.length);
    if (name === 'sequence' && outer === undefined)
      throw new Rejection('nextSeq', id, null, `M${id} counts an event, and is in no section`);
    if (name === 'reset') {
      if (m.fresh !== resource && !deadExtra.has(known.changes.statusOf(resource)))
        throw new Rejection('reset', id, null, `${addressOf(resource)} is no new goroutine`);
      m.fresh = 0;
    } else this.#isReset(id, m);
    m.begun = 0;
    m.shape.did(name, resource, value, m.gens.length);
    if (outer === undefined && name !== 'reset') this.#advances(id, step, resource, gen, value, isProc);
    // Without a section it is traceAdvance; in two, a growth. Neither is in the program of an M.
    if ((outer === undefined && name !== 'reset') || m.gens.length > 1) return;
    if (name !== 'reset' && gen !== outer)
      throw new Rejection(
        'status',
        id,
        null,
        `the M is in a section of generation ${outer ?? 0}, and this is done for generation ${gen}`,
      );
    const view = isProc ? m.procs : m.goroutines;
    const words = (): string => `M${id} does ${name} with ${addressOf(resource)}`;
    // The part about Ps leaves GoStart out, which looks at the P of the M, too.
    const isLook = isProc && name === 'seen' && value !== 0;
    const about = {
      resource,
      enabled: known.readBy(m),
      isKnown: false,
      mayBeAstray: mayBeAstray(m, isProc ? 'p' : 'g'),
      isLook,
    };
    view.take(symbolOf(step, value), about, words);
    m.last = n;
    m.foundNone = false;
  }

  /** Outside of sections, only traceAdvance does anything with statuses. */
  #advances(id: number, step: number, resource: number, gen: number, value: number, isProc: boolean): void {
    const { advance, owners } = this.#known;
    const by = owners.runBy(id);
    const name = statusSteps[step];
    if (name === 'seen' && !isProc) advance.looks(id, resource, gen, value, by);
    else if (name === 'ready') {
      if (isProc) advance.readiesP(id, resource, this.#known.idOf(resource), gen, by);
      else advance.readies(id, resource, gen, by, () => this.#procs());
    } else
      throw new Rejection(
        'status',
        id,
        null,
        `M${id} does ${name ?? ''} outside of a section, which no one does`,
      );
  }

  #did(n: number, id: number, [act = 0, of = 0, a = 0, b = 0, c = 0]: readonly number[]): StatusFault | null {
    const known = this.#known;
    const m = known.m(id);
    this.#isThere(id, m);
    this.#isReset(id, m);
    const name = schedulerActs[act];
    if (name !== 'proc') m.begun = 0;
    switch (name) {
      case 'goroutine':
      case 'proc':
        changed(known, n, id, { letter: name === 'proc' ? 'P' : 'G', resource: of, was: a, is: b, site: c });
        return null;
      case 'procHas':
        known.lists.proc(id, { resource: of, status: b, id: a, m: c });
        m.begun = of;
        return null;
      case 'told':
        return told(known, n, id, { event: of, a, b, goroutine: c });
      case 'toldOf': {
        const due = known.advance.writes(id, c, b, known.owners.runBy(id));
        if (due !== null) known.goroutines.was(id, due.g, due.goroutine, a, 'GoStatus');
        return known.reader.take({ m: id, gen: c, event: of, a, b, goroutine: 0 });
      }
      case 'goroutineHas':
        known.lists.goroutine(id, { resource: of, status: a, id: b, m: c });
        return null;
      case 'listed':
        known.lists.ends(id, of);
        return null;
      default:
        throw new Rejection(
          'scheduler',
          id,
          null,
          `the log has an act ${act} of the scheduler, and there is none`,
        );
    }
  }
}
