/** `nosplit cite`: a claim, a function or a verdict, as a text to put into a review, a paper or a bibliography. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import type { Citation } from '../cite/citation.ts';
import { citationFormats, citationText } from '../cite/citation.ts';
import type { Claim, GoFunction } from '../cite/pages.ts';
import { claims, goFunctions, permalink } from '../cite/pages.ts';
import { citedVerdict } from '../cite/verdict.ts';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { noSuch } from '../nearest.ts';
import { version } from '../version.ts';
import type { World } from '../world.ts';
import { readJson } from '../traces/saved.ts';

export function addCite(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('cite')
    .argument('<what>', 'a claim (H1), a Go function (traceAcquireEnabled), or a report saved as JSON')
    .addOption(
      new Option('-f, --format <kind>', 'how to print').choices(citationFormats).default('text' as const),
    )
    .action((what, { format }) => {
      world.stdout.write(citationText(cited(what, world), format, world.stdout.columns));
      finish(exitCode.holds);
    });
}

function cited(what: string, { cwd }: World): Citation {
  const { claims: known, date } = claims();
  const claim = known.find(({ name }) => name === what.toUpperCase());
  if (claim !== undefined) return citedClaim(claim, date);
  const functions = goFunctions();
  const [found] = functions.filter(({ name }) => name === what);
  if (found !== undefined) return citedFunction(found, known);
  const data = readJson(what, cwd);
  if (data !== undefined) return citedVerdict(what, data);
  const names = [...known, ...functions].map(({ name }) => name);
  const next = 'give a claim of proofs-notes.md, a function of docs/functions.md, or a report';
  throw new UsageError(noSuch(`nothing is called ${what}`, what, names, next));
}

const citedClaim = ({ name, statement, fields, commands }: Claim, date: string | null): Citation => ({
  id: `nosplit-${name}`,
  title: `${name}. ${statement}`,
  version: version(),
  date,
  url: permalink(version(), `proofs-notes.md#${name.toLowerCase()}`),
  facts: fields,
  commands,
});

function citedFunction({ name, file, references, steps }: GoFunction, known: readonly Claim[]): Citation {
  const about = known.filter(({ text }) => text.includes(`\`${name}\``));
  const [reference] = references;
  return {
    id: `nosplit-${name}`,
    title: `${name}, ${file}, as nosplit has it`,
    version: version(),
    date: null,
    url: permalink(version(), reference?.file ?? 'docs/functions.md'),
    facts: [
      ...(references.length === 0
        ? []
        : [['reference', references.map((one) => `${one.name} in ${one.file}`).join(', ')] as const]),
      ...(steps.length === 0 ? [] : [['steps of the model', steps.join(', ')] as const]),
      ...(about.length === 0 ? [] : [['claims', about.map((one) => one.name).join(', ')] as const]),
    ],
    commands: [],
  };
}
