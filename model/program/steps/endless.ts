/**
 * An M that opens sections for ever, and writes its event in as many of them as the bounds have: in the others the section is left once
 * it is open. The driver of the programs that were read has an event in every section, so that the choice is added to it here.
 */
import type { Bounds } from '../../bounds.ts';
import type { ThreadKind } from '../language/kinds.ts';
import type { Instruction, ThreadProgram } from '../language/program.ts';

/** What a section of such an M may come to: the call that the driver is given after `userCode`. */
const choice = {
  op: 'call',
  name: 'writes',
  of: [],
  words: ['', 'leaves it unwritten'],
  to: ['writes'],
} as const;

/** Ms of the bounds that go on for ever, as bits. */
export const endlessMs = ({ programs }: Bounds): number =>
  programs.reduce((bits, { endless }, m) => (endless === true ? bits | (1 << m) : bits), 0);

/** The program of a thread within the bounds. Throws a RangeError where its driver has no section that can be left. */
export function endlessBy(program: ThreadProgram, kind: ThreadKind, bounds: Bounds): ThreadProgram {
  if (kind !== 'own' || endlessMs(bounds) === 0) return program;
  const { list, locals } = program;
  const isCall = (one: Instruction, name: string): boolean => one.op === 'call' && one.name === name;
  const opened = list.findIndex((one) => isCall(one, 'opened'));
  const code = list.findIndex((one, index) => index > opened && isCall(one, 'userCode'));
  const closing = list.findIndex((one) => isCall(one, 'closing'));
  const at = list[code];
  if (opened < 0 || closing < 0 || at === undefined)
    throw new RangeError('the steps of an M have no section that could be left without an event');
  const first = code + 1;
  const moved = (target: number): number => (target >= first ? target + 2 : target);
  const { fn, line } = at;
  const left = list.length + 2;
  const isWritten = { op: '==', of: [{ local: 'writes' }, { lit: 0 }] } as const;
  const added: readonly Instruction[] = [
    { ...choice, fn, line },
    { op: 'branch', if: isWritten, then: first + 2, else: left, fn, line },
  ];
  const leaving: readonly Instruction[] = [
    { op: 'call', name: 'unwritten', of: [], fn, line },
    { op: 'jump', to: moved(closing), fn, line },
  ];
  const kept = (one: Instruction): Instruction =>
    one.op === 'branch'
      ? { ...one, then: moved(one.then), else: moved(one.else) }
      : one.op === 'jump'
        ? { ...one, to: moved(one.to) }
        : one;
  return {
    list: [...list.slice(0, first).map(kept), ...added, ...list.slice(first).map(kept), ...leaving],
    locals: { ...locals, writes: 'int' },
  };
}
