/**
 * Ms with the same program are interchangeable: no step of the runtime depends on which of them is which.
 */
import type { SymmetricSet } from '../checker/index.ts';
import type { Bounds } from './bounds.ts';

/** One set for each program that more than one M has. Only parts whose fields are known here are left a symmetry. */
export function interchangeableMs({ programs, parts }: Bounds): Readonly<Record<string, SymmetricSet>> {
  if (Object.keys(parts).some((part) => part !== 'memory')) return {};
  const byProgram = new Map<string, number[]>();
  programs.forEach((program, m) => {
    const key = JSON.stringify(program);
    byProgram.set(key, [...(byProgram.get(key) ?? []), m]);
  });
  return Object.fromEntries(
    [...byProgram.values()]
      .filter((members) => members.length > 1)
      .map((members) => [
        members.map((m) => `M${m}`).join('='),
        {
          members,
          arrays: ['m', 'advancer.toFlush'],
          references: [{ path: 'advancer.m', where: { path: 'advancer.phase', is: 'flush' } }],
          params: ['m'],
        },
      ]),
  );
}
