/** A change of the status of a G or a P: who may make it, and whether the M was on its way to it. */
import { Rejection } from '../rejection.ts';
import { addressOf } from '../statuses.ts';
import { SCAN, statusName } from './changes.ts';
import { mayBeAstray } from './followed.ts';
import type { Followed } from './followed.ts';
import type { Known } from './known.ts';
import { NO_P } from './owners.ts';
import { change } from './symbols.ts';

/** _Pgcstop, _Pdead. */
const P_STOPPED = 3;
export const P_DEAD = 4;
/** _Grunnable, _Gwaiting, _Gdead. */
const [RUNNABLE, WAITING, DEAD] = [1, 4, 6];

export interface StatusChange {
  readonly letter: 'G' | 'P';
  readonly resource: number;
  readonly was: number;
  readonly is: number;
  readonly site: number;
}

/** Throws a Rejection where the change does not fit. */
export function changed(known: Known, n: number, id: number, made: StatusChange): void {
  const { letter, resource, was, is, site } = made;
  const m = known.m(id);
  const fn = known.sites[site - 1] ?? 'a function without a number';
  const what = letter === 'G' ? 'casgstatus' : 'p.status';
  if (letter === 'P') begins(known, id, m, resource, fn);
  const isP = known.procIds.has(resource);
  // Before the first list, a P is not known yet.
  if (isP !== (letter === 'P') && (isP || known.listing.isWhole))
    throw new Rejection('scheduler', id, null, `${addressOf(resource)} is ${isP ? 'a' : 'no'} P`);
  m.shape.mayNot(what, m.gens.length);
  if (fn === 'stopTheWorldWithSema') stops(known, id, made);
  known.changes.take(id, resource, was, is, letter);
  if (letter === 'G') {
    known.owners.goroutine(id, resource, was, is);
    if (is >= SCAN) {
      const goroutine = known.goroutines.now(resource);
      known.advance.scans(resource, known.owners.ranBy(id), is - SCAN, goroutine);
    }
    if (fn === 'newproc1' && was === DEAD) m.fresh = resource;
    if (was === WAITING && is === RUNNABLE && fn !== 'coroswitch_m')
      m.shape.did('readied', resource, 0, m.gens.length);
  } else known.owners.proc(id, resource, was, is, fn);
  follow(known, id, m, made, fn);
  if (letter === 'G') {
    const goid = known.goroutines.idOf(resource);
    if (goid !== 0 && goid === m.said) agrees(known, id, resource, goid, m.gens[0] ?? 0);
    m.changed = resource;
    if (is === DEAD) known.goroutines.forget(resource);
  }
  m.last = n;
  m.foundNone = false;
}

/** Who stops the world stops its own P before any that is idle, and goes on when all are stopped. */
function stops({ changes, owners, procIds, listing }: Known, id: number, made: StatusChange): void {
  const { letter, resource, was } = made;
  const isStopped = (p: number): boolean => [P_STOPPED, P_DEAD].includes(changes.statusOf(p));
  const own = owners.procOf(id) ?? NO_P;
  if (letter === 'P' && own !== NO_P && own !== resource && !isStopped(own))
    throw new Rejection('p.status', id, null, `M${id} stops another P before its own`);
  if (letter === 'P' || was !== WAITING || !listing.isRead) return;
  const goesOn = [...procIds.keys()].find((p) => !isStopped(p));
  if (goesOn !== undefined)
    throw new Rejection('casgstatus', id, null, `the world is stopped, and P ${addressOf(goesOn)} is not`);
}

/** A P begins with its id, which is the record before. */
function begins({ advance, lists }: Known, id: number, m: Followed, p: number, fn: string): void {
  const isBegun = m.begun === p;
  m.begun = 0;
  if (fn === 'p.init' && !isBegun)
    throw new Rejection(
      'p.status',
      id,
      null,
      `${fn} changes a status, and the record before has no id of the P`,
    );
  if (fn === 'p.init') lists.begins(p);
  if (fn === 'p.init' || fn === 'p.destroy') advance.resized();
}

function follow(
  known: Known,
  id: number,
  m: Followed,
  { letter, resource, was, is, site }: StatusChange,
  fn: string,
): void {
  const machine = letter === 'G' ? known.machines.goroutines : known.machines.procs;
  const view = letter === 'G' ? m.goroutines : m.procs;
  const words = (): string =>
    `${fn} makes ${letter} ${addressOf(resource)} ${statusName(letter, is)}, which was ${statusName(letter, was)}`;
  const number = machine.changeOf(site, fn, was, is);
  if (number !== -1) {
    if (m.gens.length > 1) return;
    known.changes.read++;
    const about = {
      resource,
      enabled: known.readBy(m),
      isKnown: true,
      mayBeAstray: mayBeAstray(m, letter === 'G' ? 'g' : 'p'),
    };
    view.take(change(number), about, words);
    return;
  }
  const must = machine.mustHaveBeen(fn, was, is);
  if (must !== null)
    throw new Rejection(
      letter === 'G' ? 'casgstatus' : 'p.status',
      id,
      null,
      `${words()}, and in the programs it is ${must} before`,
    );
  known.changes.leftOut(fn, letter, was, is);
  // What one M does with the goroutine of another leaves it where it is.
  const isItsOwn = letter === 'P' || view.has === 0 || view.has === resource;
  if (isItsOwn) {
    m.goroutines.forget();
    if (letter === 'P') m.procs.forget();
    else m.procs.anywhere();
  } else if (m.gens.length > 0) view.strays();
}

/** What a section says of a goroutine, and what it makes of it, is the same. Throws a Rejection where it is not. */
export function agrees(
  { changes, reader }: Known,
  m: number,
  resource: number,
  goid: number,
  gen: number,
): void {
  const [runtime, trace] = [changes.saidOf(resource), reader.statusOfG(goid, gen)];
  if (runtime === null || trace === null || runtime === trace) return;
  throw new Rejection(
    'told',
    m,
    null,
    `the events of generation ${gen} leave goroutine ${goid} ${trace}, and G ${addressOf(resource)} is ${runtime}`,
  );
}
