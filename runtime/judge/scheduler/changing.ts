/** A change of the status of a G or a P: who may make it, and whether the M was on its way to it. */
import { Rejection } from '../rejection.ts';
import { addressOf } from '../statuses.ts';
import { SCAN, statusName } from './changes.ts';
import { mayBeAstray } from './followed.ts';
import type { Followed } from './followed.ts';
import type { Known } from './known.ts';
import { change } from './symbols.ts';

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
  known.changes.take(id, resource, was, is, letter);
  if (letter === 'G') {
    known.owners.goroutine(id, resource, was, is);
    if (is >= SCAN) known.advance.scans(resource, known.owners.ranBy(id), is - SCAN);
    if (fn === 'newproc1' && was === DEAD) m.fresh = resource;
    if (was === WAITING && is === RUNNABLE && fn !== 'coroswitch_m')
      m.shape.did('readied', resource, 0, m.gens.length);
  } else known.owners.proc(id, resource, was, is, fn);
  follow(known, n, id, m, made, fn);
  if (letter === 'G') {
    const goid = known.goroutines.idOf(resource);
    if (goid !== 0 && goid === m.said) agrees(known, id, resource, goid, m.gens[0] ?? 0);
    m.changed = resource;
    if (is === DEAD) known.goroutines.forget(resource);
  }
  m.last = n;
  m.foundNone = false;
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
  n: number,
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
    view.take(n, change(number), about, words);
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
