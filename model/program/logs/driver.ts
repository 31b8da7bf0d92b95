/**
 * What an M of a real run does that the drivers of a search leave out, as choices in its programs: a section writes any number of events,
 * by writers of any number of events each, and a growth opens as many sections as there are. Whether a buffer has room is a choice, too:
 * a search counts events, and a log has bytes.
 */
import { mapKinds } from '../language/kinds.ts';
import type { Instruction, Programs, ThreadProgram, ValueType } from '../language/program.ts';

/** The words of the choices. */
const logChoices = {
  section: ['write', 'leave'],
  writer: ['event', 'no event'],
  event: ['end', 'another event'],
  written: ['leave', 'write again'],
  room: ['no room', 'room'],
} as const;

/** Before an instruction of the program, code that may go on at another one. */
interface Fork {
  readonly before: number;
  readonly words: readonly string[];
  /** Where the second word leads: to that instruction itself, not to what is put before it. */
  readonly to: number;
  /** A step has to begin here, so that the choice is not made before the next record tells it. */
  readonly begins: boolean;
}

/** The programs with those choices. Throws a RangeError for a program in which they have no place. */
export const programsOfLogs = (programs: Programs): Programs =>
  mapKinds(programs, (program, kind) =>
    kind === 'own'
      ? withForks(program)
      : kind === 'growth'
        ? withForks({ ...program, list: endingAlone(program.list) })
        : program,
  );

/** A growth ends after each of its sections, and another one begins where it stands: so there may be any number. */
const endingAlone = (list: readonly Instruction[]): readonly Instruction[] =>
  list.map((one) =>
    one.op === 'branch' && 'local' in one.if && one.if.local === 'second' ? { ...one, if: { lit: 1 } } : one,
  );

function withForks(program: ThreadProgram): ThreadProgram {
  const { list } = program;
  const forks = list.flatMap((one, index) => (isCall(one, 'opened') ? forksOf(list, index) : []));
  return forked({ ...program, list: list.map(roomByBytes) }, forks);
}

function forksOf(list: readonly Instruction[], opened: number): readonly Fork[] {
  const after = (is: (one: Instruction) => boolean): number => {
    const found = list.findIndex((one, index) => index > opened && is(one));
    if (found === -1) throw new RangeError('a section of the program lacks a part of its writer');
    return found;
  };
  const enters = (fn: string) => (one: Instruction) => one.op === 'entry' && one.fn === fn;
  const writer = after(enters('traceLocker.writer'));
  const ensure = after(enters('traceWriter.ensure'));
  const end = after(enters('traceWriter.end'));
  const closing = after((one) => isCall(one, 'closing'));
  const { section, writer: written, event, written: again } = logChoices;
  return [
    { before: writer, words: section, to: closing, begins: true },
    { before: ensure, words: written, to: end, begins: false },
    { before: end, words: event, to: ensure, begins: false },
    { before: closing, words: again, to: writer, begins: true },
  ];
}

/** `capacity - pos >= 2` asks for the units of a search. */
function roomByBytes(one: Instruction): Instruction {
  const asks = one.op === 'set' && 'op' in one.is && JSON.stringify(one.is).includes('"capacity"');
  if (!asks) return one;
  const { fn, line, to } = one;
  return { fn, line, op: 'call', name: 'choose', words: logChoices.room, of: [], to: [to] };
}

function forked({ list, locals }: ThreadProgram, forks: readonly Fork[]): ThreadProgram {
  const put = new Map(forks.map((fork) => [fork.before, fork]));
  const sizeOf = (fork: Fork | undefined): number => (fork === undefined ? 0 : fork.begins ? 3 : 2);
  const at: number[] = [];
  let size = 0;
  for (let index = 0; index <= list.length; index++) {
    size += sizeOf(put.get(index));
    at.push(size++);
  }
  const itself = (index: number): number => at[index] ?? 0;
  const begin = (index: number): number => itself(index) - sizeOf(put.get(index));
  const more: Record<string, ValueType> = {};
  const all = list.flatMap((one, index): readonly Instruction[] => {
    const moved: Instruction =
      one.op === 'branch'
        ? { ...one, then: begin(one.then), else: begin(one.else) }
        : one.op === 'jump'
          ? { ...one, to: begin(one.to) }
          : one;
    const fork = put.get(index);
    if (fork === undefined) return [moved];
    const local = `goesOn_${index}`;
    more[local] = 'int';
    const where = { fn: 'log', line: one.line };
    return [
      ...(fork.begins ? [{ ...where, op: 'call', name: 'userCode', of: [] } as const] : []),
      { ...where, op: 'call', name: 'choose', words: fork.words, of: [], to: [local] },
      { ...where, op: 'branch', if: { local }, then: itself(fork.to), else: itself(index) },
      moved,
    ];
  });
  return { list: all, locals: { ...locals, ...more } };
}

const isCall = (one: Instruction, name: string): boolean => one.op === 'call' && one.name === name;
