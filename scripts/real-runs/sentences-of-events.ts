/** What the second judge knows of each event: how it moves a goroutine, and what its M does with statuses before it. */

/** From and to, of the goroutine that runs, or of the one that is named: 1 runnable, 2 running, 3 in a system call, 4 waiting, 5 ended. */
export const movesOf: Readonly<
  Record<string, readonly (readonly ['own' | 'named', number | undefined, number])[]>
> = {
  GoCreate: [['named', undefined, 1]],
  GoCreateBlocked: [['named', undefined, 4]],
  GoStart: [['named', 1, 2]],
  GoUnblock: [['named', 4, 1]],
  GoStop: [['own', 2, 1]],
  GoBlock: [['own', 2, 4]],
  GoDestroy: [['own', 2, 5]],
  GoSyscallBegin: [['own', 2, 3]],
  GoSyscallEnd: [['own', 3, 2]],
  GoSyscallEndBlocked: [['own', 3, 1]],
};
export const ownStatus = (name: string): boolean =>
  Number.isNaN(Number(name)) || Number(name) < 26 || Number(name) > 44;

const looks = (who: string): string => `(l1${who}|l0${who} a0${who}|l0${who} a1${who} r${who} w) `;

/** The sentences that lead to an event of a thread whose P is `p`, and which has a goroutine or none. */
export function sentenceOf(name: string, p: number, hasG: boolean): RegExp {
  const ofP = p > 0 ? looks('p') : `(${looks('p')})?`;
  const both = `${ofP}${hasG ? looks('g') : ''}`;
  const sentences: Readonly<Record<string, string>> = {
    GoCreate: `zt st ${both}`,
    GoCreateBlocked: `zt st ${both}`,
    GoStart: `${both}ng `,
    GoUnblock: `u[tg] ${looks('[tg]')}${both}n[tg] `,
    GoSwitch: `${looks('t')}${both}nt `,
    GoSwitchDestroy: `${looks('t')}${both}nt `,
    ProcStart: `${both}np `,
    GoSyscallBegin: `${both}np `,
    ProcSteal: `${looks('[tp]')}(${looks('[ptx]')})?${hasG ? looks('g') : ''}n[tpx] `,
    GoCreateSyscall: `sg (${both})?`,
    GoDestroySyscall: `${ofP.endsWith('?') ? ofP : `(${ofP})?`}${looks('g')}`,
  };
  return new RegExp(`^${sentences[name] ?? both}$`);
}
