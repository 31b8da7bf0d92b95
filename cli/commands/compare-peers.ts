/** `nosplit compare-peers`: the examples and the tracer in TLC, SPIN, Stateright and rumur, and whether all count what nosplit counts. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { examples } from '../../examples/index.ts';
import type { Comparison, Peer } from '../../peers/index.ts';
import { compare, peerNamed, peers, rowsFor } from '../../peers/index.ts';
import { UsageError, messageOf } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { noSuch } from '../nearest.ts';
import { liveLine } from '../reporters/live-line.ts';
import { count, fill, plural } from '../reporters/words.ts';
import { collect } from '../selection/select.ts';
import type { World } from '../world.ts';

interface Options {
  readonly peer?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly slow?: true | undefined;
  readonly quiet?: true | undefined;
}

export function addComparePeers(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('compare-peers')
    .argument('[models...]', 'examples, or tracer (default: all; some minutes with all four)')
    .addOption(
      new Option('--peer <name>', 'only this one beside nosplit').choices(peers.map(({ name }) => name)),
    )
    .option('--set <key=value>', 'only rows with this parameter; may be repeated', collect)
    .option('--slow', 'also rows that take minutes: an hour with TLC')
    .option('-q, --quiet', 'no progress')
    .action(async (models, options) => {
      finish(await comparePeers(models, options, world));
    });
}

/** Exit code 1: two do not say the same. */
async function comparePeers(models: readonly string[], options: Options, world: World): Promise<number> {
  const { peer, set = [], slow = false, quiet } = options;
  const known = [...examples.map(({ name }) => name), 'tracer'];
  for (const model of models)
    if (!known.includes(model)) throw new UsageError(noSuch(`there is no model ${model}`, model, known));
  const rows = rowsFor({ models, params: set, slow });
  if (rows.length === 0)
    throw new UsageError(
      `no row of the comparison has ${set.join(' and ') || 'this'}${slow ? '' : ' and is short'}; leave a --set out${slow ? '' : ', or add --slow'}`,
    );
  const available = installed(peer, world);
  const comparisons = rows.map((row) => compare(row, available)).filter(({ peers: of }) => of.length > 0);
  // A comparison of nothing would agree as well.
  if (comparisons.length === 0)
    throw new UsageError(
      `${available.map(({ name }) => name).join(' and ')} ${available.length > 1 ? 'have' : 'has'} none of these models; name another, or install another of ${peers.map(({ name }) => name).join(', ')}`,
    );
  const interrupt = new AbortController();
  const release = world.onInterrupt(() => {
    interrupt.abort();
  });
  try {
    return await compareAll(comparisons, { quiet, signal: interrupt.signal }, world);
  } finally {
    release();
  }
}

/** The peers that can run; says of the others what they lack. Throws where none can, or the one that is asked for cannot. */
function installed(only: string | undefined, world: World): readonly Peer[] {
  const asked = only === undefined ? peers : [peerNamed(only)].filter((peer) => peer !== undefined);
  const lacking = asked.map((peer) => ({ peer, what: peer.missing() }));
  const found = lacking.flatMap(({ peer, what }) => (what === undefined ? [peer] : []));
  const missing = lacking.flatMap(({ peer, what }) => (what === undefined ? [] : [`${peer.name}: ${what}`]));
  if (found.length === 0)
    throw new UsageError(
      `there is nothing to compare with; one of these has to be installed: ${missing.join('; ')}`,
    );
  for (const line of missing) world.stdout.write(folded(`${line} (skipped)`, '', world));
  return found;
}

async function compareAll(
  comparisons: readonly Comparison[],
  { quiet, signal }: { readonly quiet: true | undefined; readonly signal: AbortSignal },
  world: World,
): Promise<number> {
  const line = liveLine(world, { quiet });
  const write = (text: string, start = ''): void => {
    line.clear();
    world.stdout.write(folded(text, start, world));
  };
  const total = comparisons.reduce((sum, { peers: of }) => sum + 1 + of.length, 0);
  let [done, disagreements] = [0, 0];
  try {
    for (const { title, expected, peers: of, ask } of comparisons) {
      write(`${title}: ${expected}`);
      for (const peer of [null, ...of]) {
        const name = peer?.name ?? 'nosplit';
        line.show(() => `${name} searches ${title} (${count(done + 1)} of ${count(total)})`, done / total);
        const said = await ask(peer).catch((error: unknown) => {
          if (signal.aborted) return null;
          throw failed(name, title, error);
        });
        // A peer runs in this thread: an interrupt is heard after it.
        await new Promise((resume) => setImmediate(resume));
        if (said === null || signal.aborted) return exitCode.interrupted;
        done++;
        if (!said.agrees) disagreements++;
        write(said.agrees ? 'agrees' : `DISAGREES: ${said.counts}`, `  ${name.padEnd(12)}`);
      }
    }
    write(`${plural(done, 'search', 'searches')}, ${plural(disagreements, 'disagreement')}`);
  } finally {
    line.clear();
  }
  return disagreements === 0 ? exitCode.holds : exitCode.violated;
}

const failed = (name: string, title: string, error: unknown): UsageError =>
  new UsageError(
    `${name} cannot search ${title} (${messageOf(error).split('\n')[0] ?? ''}); look at its installation, or leave it out with --peer`,
  );

/** The text behind its start, in lines that fit the terminal. */
function folded(text: string, start: string, { stdout }: World): string {
  const hang = ' '.repeat(Math.max(4, start.length));
  return `${start}${fill(text, Math.max(40, stdout.columns - hang.length)).join(`\n${hang}`)}\n`;
}
