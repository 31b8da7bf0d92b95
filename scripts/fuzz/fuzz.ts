/** The fuzzing script's command: it reads the words, watches the process that tries the inputs, and prints what was tried. */
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import type { Message, Tallies, Task } from './child.ts';
import { runTask } from './child.ts';
import type { Subject } from './subject.ts';

const usage = 'usage: npm run fuzz -- [--minutes N] [--seed S] [--only SUBJECT]... [--round R]';

/** One input may take this long; one that takes longer hangs. */
const patienceMs = Number(process.env['FUZZ_PATIENCE_MS'] ?? 60_000);

/** Runs in the parent as the command and in its child as the one who tries. Sets the exit code. */
export async function fuzz(module: string, subjects: readonly Subject[]): Promise<void> {
  if (process.send !== undefined) {
    const task = await new Promise<Task>((resolve) => process.once('message', resolve));
    await runTask(subjects, task, (message) => process.send?.(message));
    process.disconnect();
    return;
  }
  try {
    const task = taskOf(process.argv.slice(2), subjects);
    process.exitCode = await watched(module, subjects, task);
  } catch (error) {
    console.error(`fuzz: ${error instanceof Error ? error.message : String(error)}; ${usage}`);
    process.exitCode = 2;
  }
}

function taskOf(words: readonly string[], subjects: readonly Subject[]): Task {
  const { values } = parseArgs({
    args: [...words],
    options: {
      minutes: { type: 'string', default: '1' },
      seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 999_999_999)) },
      only: { type: 'string', multiple: true, default: [] },
      round: { type: 'string' },
    },
  });
  const names = subjects.map(({ name }) => name);
  const unknown = values.only.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`no subject is called ${unknown}; there are ${names.join(', ')}`);
  const whole = (name: string, text: string): number => {
    if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} ${text} is no whole number of up to nine digits`);
    return Number(text);
  };
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes < 1e6)) throw new Error(`--minutes ${values.minutes} is no number above 0`);
  const round = values.round === undefined ? null : whole('round', values.round);
  if (round !== null && values.only.length !== 1) throw new Error('--round needs one --only');
  return { minutes, seed: whole('seed', values.seed), only: values.only, round };
}

/** Starts the child, waits for its end, and returns the exit code. */
async function watched(module: string, subjects: readonly Subject[], task: Task): Promise<number> {
  const plan = task.round === null ? `${task.minutes} min` : `round ${task.round}`;
  console.log(`fuzz: seed ${task.seed}, ${plan}`);
  const child = fork(module);
  let tallies: Tallies = {};
  let last: Extract<Message, { kind: 'input' }> | undefined;
  let verdict: string[] | undefined;
  const killed = { asHung: false, byInterrupt: false };
  const kill = (): void => {
    killed.asHung = true;
    child.kill('SIGKILL');
  };
  // On a busy machine an answer may have come by now and not been read.
  const suspect = (): void => {
    timer = setTimeout(kill, 500);
  };
  // To load all subjects takes a busy machine more than an input does.
  let timer = setTimeout(suspect, 5 * patienceMs);
  child.on('message', (message: Message) => {
    clearTimeout(timer);
    timer = setTimeout(suspect, patienceMs);
    if (message.kind === 'input') last = message;
    else if (message.kind === 'tallies') tallies = message.tallies;
    else {
      const { subject, round, difference } = message;
      verdict = [
        `DIFFERENCE in ${subject}, round ${round}, input ${difference.input}, shrunk ${difference.shrinks} times:`,
        indented(difference.shown),
        indented(difference.message),
        reproduce(task, subject, round),
      ];
    }
  });
  process.once('SIGINT', () => {
    killed.byInterrupt = true;
    child.kill();
  });
  child.send(task);
  const ending = await new Promise<string | null>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(code === 0 ? null : (signal ?? `exit code ${code ?? 0}`));
    });
  });
  clearTimeout(timer);
  if (ending !== null && !killed.byInterrupt) {
    const what = killed.asHung ? `HANG, no answer within ${patienceMs / 1000} s` : `CRASH, ${ending}`;
    verdict = [
      `${what}: ${last === undefined ? 'before the first input' : `${last.subject}, round ${last.round}:`}`,
      ...(last === undefined ? [] : [indented(last.shown), reproduce(task, last.subject, last.round)]),
    ];
  }
  console.log(tableOf(subjects, tallies).join('\n'));
  const none = killed.byInterrupt ? 'interrupted, no difference so far' : 'no difference';
  console.log((verdict ?? [none]).join('\n'));
  if (verdict !== undefined) return 1;
  return killed.byInterrupt ? 130 : 0;
}

const reproduce = ({ seed }: Task, subject: string, round: number): string =>
  `reproduce: npm run fuzz -- --seed ${seed} --only ${subject} --round ${round}`;

/** On one screen, however large the input. */
function indented(text: string): string {
  const cut = text.length > 6000 ? `${text.slice(0, 6000)} … (${text.length} characters)` : text;
  return cut
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

function tableOf(subjects: readonly Subject[], tallies: Tallies): string[] {
  return subjects.flatMap(({ name, about }) => {
    const tally = tallies[name];
    if (tally === undefined) return [];
    const counts = Object.entries(tally.counts).sort(([a], [b]) => a.localeCompare(b));
    const most = Object.entries(tally.most).map(([what, value]) => `at most ${number(value)} ${what}`);
    return [
      `${name}: ${number(tally.inputs)} inputs: ${about}`,
      ...wrapped([...counts.map(([what, count]) => `${what} ${number(count)}`), ...most]),
    ];
  });
}

const number = (value: number): string => value.toLocaleString('en-US');

/** The words in lines of at most 80 columns. */
function wrapped(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < 77) lines[lines.length - 1] = `${line}, ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines;
}
