/** The commands by name, each loaded when it is asked for: reading its modules is most of what a short one costs. */
import type { Command } from '@commander-js/extra-typings';
import type { World } from '../world.ts';

type Add = (program: Command, world: World, finish: (exit: number) => void) => void;

const commands: ReadonlyMap<string, () => Promise<Add>> = new Map([
  ['check', async () => (await import('./check.ts')).addCheck],
  ['cite', async () => (await import('./cite.ts')).addCite],
  ['compare-peers', async () => (await import('./compare-peers.ts')).addComparePeers],
  ['completion', async () => (await import('./completion.ts')).addCompletion],
  ['conform', async () => (await import('./conform.ts')).addConform],
  ['decode', async () => (await import('./decode.ts')).addDecode],
  ['diff', async () => (await import('./diff.ts')).addDiff],
  ['emit-test', async () => (await import('./emit-test.ts')).addEmitTest],
  ['explore', async () => (await import('./explore.ts')).addExplore],
  ['export', async () => (await import('./export.ts')).addExport],
  ['facts', async () => (await import('./facts.ts')).addFacts],
  ['induction', async () => (await import('./induction.ts')).addInduction],
  ['list', async () => (await import('./list.ts')).addList],
  ['man', async () => (await import('./man.ts')).addMan],
  ['matrix', async () => (await import('./matrix.ts')).addMatrix],
  ['record', async () => (await import('./record.ts')).addRecord],
  ['reproduce', async () => (await import('./reproduce.ts')).addReproduce],
  ['replay', async () => (await import('./replay.ts')).addReplay],
  ['report', async () => (await import('./report.ts')).addReport],
  ['run', async () => (await import('./run.ts')).addRun],
  ['start', async () => (await import('./start.ts')).addStart],
  ['validate', async () => (await import('./validate.ts')).addValidate],
  ['why', async () => (await import('./why.ts')).addWhy],
]);

export const commandNames: readonly string[] = [...commands.keys()];

/** Commands that tell what all commands are. */
const aboutAll: ReadonlySet<string> = new Set(['completion', 'man']);

/** What adds the command that the first word names; of all commands where all are told: in the help, and in what is made of it. */
export function commandsFor(word: string | undefined): Promise<readonly Add[]> {
  const one = word === undefined || aboutAll.has(word) ? undefined : commands.get(word);
  return Promise.all((one === undefined ? [...commands.values()] : [one]).map((load) => load()));
}
