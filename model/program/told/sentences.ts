/**
 * What a step of programs does, in a sentence. Trees differ in their steps, but not in the places that these write: the sentence is
 * made of what has changed.
 */
import type { Json, Step } from '../../../checker/index.ts';
import { buffersBy, buffersIn } from '../../picture.ts';
import type { Holders, Holding } from '../../picture.ts';
import { at, listAt, numberOfM } from '../../plain.ts';
import { faults } from '../state/state.ts';
import type { FaultName } from '../state/state.ts';

const inGrowth = ' in a growth';
const inSignal = ' in a signal';

const isRunning = (state: Json, m: number, kind: string): boolean =>
  Number(at(state, 'm', m, kind, 'at') ?? 0) !== 0;

/** What an M is in, the outermost first: a section of its own, a stack growth, a signal handler. */
export function nestingOf(state: Json, process: string): readonly string[] {
  const m = numberOfM(process);
  if (m === null) return [];
  return [
    ...(isRunning(state, m, 'own') ? ['outer'] : []),
    ...(isRunning(state, m, 'growth') ? ['growth'] : []),
    ...(isRunning(state, m, 'signal') ? ['signal'] : []),
  ];
}

export const holders: Holders = {
  sectionsOf: (state, m) =>
    [
      ['own', 'outer section'],
      ['growth', 'nested section'],
    ].flatMap(([kind = '', label = '']): Holding[] =>
      at(state, 'm', m, kind, 'at') === undefined
        ? []
        : [
            {
              label,
              field: 'traceBuf',
              held: buffersIn(...localsOf(state, m, kind)),
              isOff: !isRunning(state, m, kind),
            },
          ],
    ),
  readingOf: (state, m) =>
    at(state, 'trace', 'readingM') === m + 1 ? Number(at(state, 'trace', 'reading')) : null,
};

/** The values of the locals that hold buffers; two at once are `traceBuf` and `traceBuf2`. */
const localsOf = (state: Json, m: number, kind: string): readonly unknown[] =>
  Object.entries(at(state, 'm', m, kind) ?? {}).flatMap(([name, value]: [string, unknown]) =>
    /^traceBuf\d*$/.test(name) ? [value] : [],
  );

/** null where nothing has changed that has a name. */
export function tellChanges(step: Step, before: Json, prologue: string | null): string | null {
  const own = numberOfM(step.process);
  if (step.action === 'StackGrowth')
    return prologue === null
      ? `${step.process}'s stack grows.`
      : `${prologue} is not nosplit: its prologue grows the stack.`;
  const ms = listAt(before, 'm').map((_, m) => m);
  const told = [
    ...(own === null ? ofTrace(step.state, before) : ofSection(step, before, own)),
    ...ms.flatMap((m) => ofBuffersOf(step.state, before, m, m === own ? '' : ` of M${m}`)),
    ...(own === null ? [] : released(step, before, own)),
    ...ofFault(step.state, before),
  ];
  if (told.length > 0) return `${subjectOf(step)} ${list(told)}.`;
  // That it went on is all that can be seen.
  return own !== null && step.changes.every(({ path }) => path.endsWith('.at'))
    ? `${subjectOf(step)} runs ${step.action.replace(inGrowth, '').replace(inSignal, '')}.`
    : null;
}

function subjectOf({ action, process }: Step): string {
  if (action.includes(inGrowth)) return "The growth's section";
  if (action.includes(inSignal)) return 'The signal handler';
  return numberOfM(process) === null ? `The ${process}` : process;
}

/** `a`, `a and b`, `a, b and c`. */
const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** What a caller of StartTrace, traceAdvance or StopTrace does, or the reader. */
function ofTrace(state: Json, before: Json): string[] {
  const changed = (field: string): readonly [unknown, unknown] | null => {
    const values = [at(before, 'trace', field), at(state, 'trace', field)] as const;
    return values[0] === values[1] ? null : values;
  };
  const [enabled, gen, flushed, reader] = ['enabled', 'gen', 'flushedGen', 'readerGen'].map(changed);
  const listed = (one: Json): number =>
    listAt(one, 'caller').reduce<number>(
      (bits, _, slot) => bits | Number(at(one, 'caller', slot, 'toFlush') ?? 0),
      0,
    );
  const done = listed(before) & ~listed(state);
  return [
    ...(enabled == null ? [] : [enabled[1] === true ? 'enables tracing' : 'disables tracing']),
    ...(gen == null
      ? []
      : [
          gen[1] === 0
            ? 'sets the generation to 0'
            : `${gen[0] === 0 ? 'publishes' : 'begins'} generation ${String(gen[1])}`,
        ]),
    ...(listed(before) === 0 && listed(state) !== 0 ? ['lists the Ms to flush'] : []),
    ...listAt(state, 'm').flatMap((_, m) => ((done & (1 << m)) === 0 ? [] : [`takes M${m} off its list`])),
    ...(flushed == null ? [] : [`says that generation ${String(flushed[1])} is flushed`]),
    ...(reader == null || enabled != null ? [] : [`goes on to generation ${String(reader[1])}`]),
  ];
}

/** What a section of an M does before it has a buffer. */
function ofSection({ action, state }: Step, before: Json, m: number): string[] {
  const kind = action.includes(inGrowth) ? 'growth' : action.includes(inSignal) ? 'signal' : 'own';
  const was = (...path: string[]): unknown => at(before, 'm', m, ...path);
  const is = (...path: string[]): unknown => at(state, 'm', m, ...path);
  const gen = Number(is(kind, 'gen') ?? 0);
  const inner = Number(is('reentered')) > Number(was('reentered'));
  return [
    ...(Number(is('locks')) > Number(was('locks')) ? [kind === 'own' ? 'begins a section' : 'begins'] : []),
    ...(was('writing') === false && is('writing') === true
      ? ['raises its flag, which keeps traceAdvance out']
      : []),
    ...(inner ? ['finds the flag up'] : []),
    ...(gen !== 0 && gen !== Number(was(kind, 'gen'))
      ? [inner ? `is of generation ${gen}` : `loads generation ${gen}`]
      : []),
  ];
}

/** What a section of an M does when it is done with its buffer. */
function released({ action, state }: Step, before: Json, m: number): string[] {
  const was = (field: string): unknown => at(before, 'm', m, field);
  const is = (field: string): unknown => at(state, 'm', m, field);
  const isOwn = !action.includes(inGrowth) && !action.includes(inSignal);
  return [
    ...(Number(is('locks')) < Number(was('locks')) ? [isOwn ? 'ends its section' : 'ends'] : []),
    ...(was('writing') === true && is('writing') === false ? ['takes the flag down'] : []),
  ];
}

/** What a step does that no place says. */
function ofFault(state: Json, before: Json): string[] {
  const fault = Number(at(state, 'fault'));
  if (fault === 0 || fault === Number(at(before, 'fault'))) return [];
  const name = faults[fault - 1];
  const words: Partial<Record<FaultName, string>> = {
    dropped: 'gives up, and its event is lost',
    unlocked: 'does not hold the lock that it needs',
    throws: 'throws',
  };
  const told = name === undefined ? undefined : words[name];
  return told === undefined ? [] : [told];
}

/** What happens to the buffers of an M. */
function ofBuffersOf(state: Json, before: Json, m: number, whose: string): string[] {
  const was = (...path: (string | number)[]): unknown => at(before, 'm', m, ...path);
  const is = (...path: (string | number)[]): unknown => at(state, 'm', m, ...path);
  const numbers = listAt(state, 'm', m, 'bufs').map((_, index) => index + 1);
  const usedIn = (one: Json, buf: number): boolean => at(one, 'm', m, 'bufs', buf - 1, 'used') === true;
  const queuedIn = (one: Json): readonly number[] =>
    buffersIn(...listAt(one, 'm', m, 'full', 0), ...listAt(one, 'm', m, 'full', 1));
  const times = (one: Json, buf: number): number => queuedIn(one).filter((each) => each === buf).length;
  const queued = numbers.filter((buf) => times(state, buf) > times(before, buf));
  const gone = numbers.filter((buf) => usedIn(before, buf) && !usedIn(state, buf));
  const taken = numbers.filter((buf) => !usedIn(before, buf) && usedIn(state, buf));
  const [wrote, written] = [Number(was('wrote')), Number(is('wrote'))];
  const lost = lostIn(state, m);
  const it = (buf: number): string => (taken.length === 1 && taken[0] === buf ? 'it' : `buffer ${buf}`);
  const inHand = (one: Json): readonly number[] => holders.sectionsOf(one, m).flatMap(({ held }) => held);
  const found = inHand(state).filter((buf) => !inHand(before).includes(buf) && !taken.includes(buf));
  return [
    ...gone.map((buf) => `takes buffer ${buf}${whose} from the queue`),
    ...queued.map((buf) => `queues buffer ${buf}${whose}${times(before, buf) > 0 ? ' again' : ''}`),
    ...found.map((buf) => `finds buffer ${buf}${whose} in its slot`),
    ...taken.map((buf) => `takes buffer ${buf}${whose}`),
    ...(written > wrote
      ? [
          `writes event ${written === wrote + 1 ? wrote : `${wrote} to ${written - 1}`}${taken.length === 1 ? ' into it' : ''}`,
        ]
      : []),
    ...[0, 1].flatMap((slot): string[] => {
      const [old, now] = [Number(was('buf', slot)), Number(is('buf', slot))];
      if (now === 0 || old === now) return [];
      return [
        lost.includes(old)
          ? `stores ${it(now)} over buffer ${old} in buf[${slot}]`
          : `leaves ${it(now)} in buf[${slot}]`,
      ];
    }),
  ];
}

/** The buffers of an M that are in use and that nobody holds. */
function lostIn(state: Json, m: number): readonly number[] {
  const picture = buffersBy(holders, state, null, `M${m}`);
  return picture === null
    ? []
    : picture.boxes.flatMap((box, index) => (box.state === 'lost' ? [index + 1] : []));
}
