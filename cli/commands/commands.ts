/** The commands by name, each loaded when it is asked for: reading its modules is most of what a short one costs. */
import { Command } from '@commander-js/extra-typings';
import type { World } from '../world.ts';

type Add = (program: Command, world: World, finish: (exit: number) => void) => void;

interface Known {
  /** What follows the name, as the command declares it: for the list of all commands, which loads none. */
  readonly usage: string;
  readonly about: string;
  readonly load: () => Promise<Add>;
}

const command = (name: string, usage: string, about: string, load: Known['load']) =>
  [name, { usage, about, load }] as const;

const commands: ReadonlyMap<string, Known> = new Map([
  command(
    'check',
    '[options] [config]',
    'search every reachable state and judge every property',
    async () => (await import('./check.ts')).addCheck,
  ),
  command(
    'cite',
    '[options] <what>',
    'print a claim, a Go function or a saved verdict so that it can be cited',
    async () => (await import('./cite.ts')).addCite,
  ),
  command(
    'compare-peers',
    '[options] [models...]',
    'search the examples and the tracer in TLC, SPIN, Stateright and rumur too, as far as they are installed, and compare all counts',
    async () => (await import('./compare-peers.ts')).addComparePeers,
  ),
  command(
    'completion',
    '<shell>',
    'print the script by which a shell completes commands, options and names',
    async () => (await import('./completion.ts')).addCompletion,
  ),
  command(
    'conform',
    '[options] [config]',
    "compare the model with the executable reference, step by step, and its traces with Go's reader",
    async () => (await import('./conform.ts')).addConform,
  ),
  command(
    'decode',
    '[options] <file>',
    'print the events of a Go execution trace (Go 1.22 to 1.27), as `go tool trace -d=wire` does',
    async () => (await import('./decode.ts')).addDecode,
  ),
  command(
    'diff',
    '[options]',
    "compare two Go trees' tracers: changed steps, and every part's verdict before and after",
    async () => (await import('./diff.ts')).addDiff,
  ),
  command(
    'emit-test',
    '[options] <trace> [config]',
    'write a counterexample or a schedule as a vitest file, an execution trace, or a golden test of Go',
    async () => (await import('./emit-test.ts')).addEmitTest,
  ),
  command(
    'explore',
    '[options] [trace] [config]',
    'walk through a system by hand, on a page or in the terminal',
    async () => (await import('./explore.ts')).addExplore,
  ),
  command(
    'export',
    '[options] [config]',
    'a system for other programs: in JSON, in TLA+, as WebAssembly, or as questions in SMT-LIB',
    async () => (await import('./export.ts')).addExport,
  ),
  command(
    'facts',
    '[options]',
    "read a Go tree's tracer: the facts of its design, with file and line",
    async () => (await import('./facts.ts')).addFacts,
  ),
  command(
    'induction',
    '[options] [sizes...]',
    'check that the invariant of the correct tracer is inductive: runs of any length, any number of Ms',
    async () => (await import('./induction.ts')).addInduction,
  ),
  command(
    'list',
    '[kind]',
    'print the names that other commands take, and what they stand for',
    async () => (await import('./list.ts')).addList,
  ),
  command(
    'man',
    '[options]',
    'print the man page: nosplit man | man -l -',
    async () => (await import('./man.ts')).addMan,
  ),
  command(
    'matrix',
    '[options]',
    'judge every design and mutant by every property, and compare with what is expected',
    async () => (await import('./matrix.ts')).addMatrix,
  ),
  command(
    'record',
    '[options] <command...>',
    "run a Go program and log each step of its runtime's tracer (Linux, Go 1.24 to 1.27)",
    async () => (await import('./record.ts')).addRecord,
  ),
  command(
    'reproduce',
    '[options] [bug] [config]',
    "make a real Go's tracer follow a counterexample, as it is and cured (Linux; one to seven minutes a bug)",
    async () => (await import('./reproduce.ts')).addReproduce,
  ),
  command(
    'replay',
    '[options] <trace> [config]',
    'step through a counterexample again; refuses one of another model or layout',
    async () => (await import('./replay.ts')).addReplay,
  ),
  command(
    'report',
    '[options] <trace> [config]',
    'write a counterexample as one HTML file that opens from disk, without network',
    async () => (await import('./report.ts')).addReport,
  ),
  command(
    'run',
    '[options] [workload]',
    'run a workload under the executable tracer, which writes a Go execution trace',
    async () => (await import('./run.ts')).addRun,
  ),
  command(
    'start',
    '[options]',
    'print the verdict on every design and on the Go tree found here, and one counterexample',
    async () => (await import('./start.ts')).addStart,
  ),
  command(
    'validate',
    '[options] [file]',
    "judge a Go execution trace (Go 1.22 to 1.27) by the rules of Go's own reader",
    async () => (await import('./validate.ts')).addValidate,
  ),
  command(
    'why',
    '[options] <name> <words...>',
    'explain an action or a property at a state of a counterexample',
    async () => (await import('./why.ts')).addWhy,
  ),
]);

export const commandNames: readonly string[] = [...commands.keys()];

/** Commands that tell what all commands are. */
const aboutAll: ReadonlySet<string> = new Set(['completion', 'man']);

/**
 * Adds the command that the words name, or all where they tell what all are. Where they name none, each is added as the list of commands has
 * it.
 */
export async function addCommands(
  words: readonly string[],
  program: Command,
  ...rest: [World, (exit: number) => void]
): Promise<void> {
  const name = words.find((word) => !word.startsWith('-'));
  const one = name === undefined ? undefined : commands.get(name);
  if (name === undefined || one === undefined) {
    for (const [stub, known] of commands) program.addCommand(listed(stub, known));
    return;
  }
  const asked = aboutAll.has(name) ? [...commands] : [[name, one] as const];
  const loaded = await Promise.all(
    asked.map(async ([added, { about, load }]) => ({ added, about, add: await load() })),
  );
  for (const { added, about, add } of loaded) {
    add(program, ...rest);
    program.commands.find((it) => it.name() === added)?.description(about);
  }
}

function listed(name: string, { usage, about }: Known): Command {
  const stub = new Command(name).description(about);
  for (const word of usage.split(' ')) {
    if (word === '[options]') stub.option('--any');
    else if (word !== '') stub.argument(word);
  }
  return stub;
}
