/** An event about Gs and Ps: its shape, what a reader makes of it, and whether the M was on its way to it. */
import { eventKinds, eventNumber } from '../../../model/index.ts';
import type { EventKind } from '../../../model/index.ts';
import { eventName } from '../../log/events.ts';
import { Rejection } from '../rejection.ts';
import type { StatusFault } from '../statuses.ts';
import { agrees } from './changing.ts';
import { mayBeAstray } from './followed.ts';
import type { Known } from './known.ts';
import {
  activeRanges,
  goStatusIn,
  GO_LABEL,
  namesOne,
  procStatusIn,
  statusEvents,
} from './kinds-of-records.ts';
import type { OneM } from './one-m.ts';
import type { Shaped } from './shape.ts';
import { told as toldSymbol } from './symbols.ts';
import { ofGoroutines, ofProcs } from './views.ts';
import type { View } from './views.ts';

/** An event as its record has it. */
interface Event {
  readonly event: number;
  readonly a: number;
  readonly b: number;
  readonly goroutine: number;
}

/** Returns the claim that the event breaks, or null. Throws a Rejection where it does not fit. */
export function told(
  known: Known,
  n: number,
  id: number,
  { event, a, b, goroutine }: Event,
): StatusFault | null {
  const m = known.m(id);
  const gen = m.gens.at(-1);
  if (gen === undefined)
    throw new Rejection('told', id, null, `M${id} writes an event, and is in no section`);
  const found = known.reader.take({ m: id, gen, event, a, b, goroutine });
  const name = eventName(event);
  const depth = m.gens.length;
  const isItself = !statusEvents.has(event) && !activeRanges.has(event) && event !== GO_LABEL;
  if (isItself) runsThat(known, id, goroutine);
  const target = name === 'ProcSteal' ? known.procs.get(a) : known.goroutines.addressOf(a);
  const own = goroutine === 0 ? 0 : known.owners.ranBy(id) || undefined;
  const shaped = m.shape.told(depth, event, a, { proc: known.owners.procOf(id), own, target: target ?? 0 });
  const { sequence } = shaped;
  const said = name === 'GoSyscallBegin' ? a : b;
  if (sequence !== -1 && sequence !== said)
    throw new Rejection(
      'told',
      id,
      null,
      `${name ?? ''} has the number ${said}, and nextSeq gave ${sequence}`,
    );
  if (shaped.proc !== 0 && !known.procIds.has(shaped.proc))
    throw new Rejection('told', id, null, 'the look at the P of the M is one at a goroutine');
  namedBy(known, id, shaped, name);
  if (isItself && goroutine !== 0) known.goroutines.is(id, shaped.own, goroutine, name);
  if (name !== undefined && name !== 'ProcSteal' && namesOne.has(event) && shaped.target !== 0)
    known.goroutines.is(id, shaped.target, a, name);
  if (depth === 1 && name !== undefined) {
    const number = name in eventKinds ? eventNumber(name as EventKind) : -1;
    tells(known, id, m.goroutines, ofGoroutines, { name, number, a, b });
    tells(known, id, m.procs, ofProcs, { name, number, a, b });
  }
  if (goroutine !== 0) known.goroutines.is(id, m.goroutines.has, goroutine, name);
  if (depth === 1 && isItself && name?.startsWith('Go') === true && found === null) {
    m.said = namesOne.has(event) ? a : goroutine;
    if (m.changed !== 0 && known.goroutines.idOf(m.changed) === m.said)
      agrees(known, id, m.changed, m.said, gen);
  }
  // Who changes the number of Ps says that its goroutine stops, and goes on with it.
  if (name === 'ProcStop') m.said = 0;
  m.last = n;
  m.foundNone = false;
  return found;
}

/** An M that runs a goroutine says so in its events. */
function runsThat({ owners }: Known, id: number, goroutine: number): void {
  if (goroutine === 0 && owners.runBy(id) !== 0)
    throw new Rejection('told', id, null, `M${id} writes an event without a goroutine, and runs one`);
}

/** Statuses name the G or P that has been looked at before. */
export function namedBy(
  known: Known,
  id: number,
  { names }: Pick<Shaped, 'names'>,
  event: string | undefined,
): void {
  for (const { resource, id: number, isProc } of names)
    if (isProc !== known.procIds.has(resource) || (isProc && known.procs.get(number) !== resource))
      throw new Rejection('told', id, null, `a status is that of another than was looked at`);
    else if (!isProc) known.goroutines.is(id, resource, number, event);
}

function tells(
  known: Known,
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
  const m = known.m(id);
  const machine = root === 'g' ? known.machines.goroutines : known.machines.procs;
  if (number === -1 || !machine.walk.kinds.has(number)) {
    // No program writes it.
    view.strays();
    return;
  }
  if (root === 'p' && about.get(number) === true && !known.procs.has(a))
    throw new Rejection('told', id, null, `${name} is about P ${a}, and the log has none`);
  const isStatus = name === 'GoStatus' || name === 'GoStatusStack' || name === 'ProcStatus';
  const isNamed = about.get(number) === true;
  const resource = !isNamed
    ? 0
    : root === 'p'
      ? (known.procs.get(a) ?? 0)
      : name === 'GoCreate'
        ? 0
        : known.goroutines.addressOf(a);
  const status = isStatus ? (root === 'p' ? procStatusIn : goStatusIn)(b) : 0;
  const of = view.take(
    toldSymbol(number, status),
    { resource, enabled: known.readBy(m), isKnown: !isStatus, mayBeAstray: mayBeAstray(m, root) },
    () => `M${id} writes ${name}${isNamed ? ` about ${root === 'g' ? 'G' : 'P'} ${a}` : ''}`,
  );
  if (root === 'g' && isNamed && of !== 0) known.goroutines.is(id, of, a, name);
}
