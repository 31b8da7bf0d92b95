import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compare, confirm } from './confirm.ts';
import { readFacts } from './facts.ts';
import { growingBelow, readDisassembly } from './machine-code.ts';
import { defaultGoroot } from './toolchain.ts';
import { fixture, knownOfFixtures } from './testing/known.ts';

const seed = fixture('seed');
const known = await knownOfFixtures();
const scratch = mkdtempSync(join(tmpdir(), 'nosplit-confirm-test-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** Disassembly in the layout of `go tool objdump`: file and line, address, bytes, instruction. */
function disassembly(functions: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(functions)
    .map(([symbol, instructions]) => {
      const lines = ['MOVQ AX, BX', ...instructions, 'RET'].map(
        (text) => `  tracebuf.go:1\t0x4000\t90\t${text}\t`,
      );
      return [`TEXT ${symbol}(SB) tracebuf.go`, ...lines, ''].join('\n');
    })
    .join('\n');
}

const grow = 'CALL runtime.morestack_noctxt.abi0(SB)';

test('a stack grows below a function where a callee calls morestack, however far down', () => {
  const functions = readDisassembly(
    disassembly({
      'runtime.traceWriter.event': ['CALL runtime.traceWriter.ensure(SB)', 'JMP 0x4010'],
      'runtime.traceWriter.ensure': ['JMP runtime.(*traceBuf).grow(SB)'],
      'runtime.(*traceBuf).grow': ['CALL sync.helper(SB)', grow],
      'runtime.unrelated': [grow],
    }),
  );
  expect([...growingBelow(functions, ['traceWriter.event'])]).toEqual([
    ['traceBuf.grow', ['traceWriter.event', 'traceWriter.ensure', 'traceBuf.grow']],
  ]);
});

test('what runs on the system stack or ends the program grows no stack', () => {
  const functions = readDisassembly(
    disassembly({
      'runtime.traceWriter.event': ['CALL runtime.systemstack.abi0(SB)', 'CALL runtime.panicBounds(SB)'],
      'runtime.systemstack.abi0': [grow],
      'runtime.panicBounds': [grow],
    }),
  );
  expect(growingBelow(functions, ['traceWriter.event']).size).toBe(0);
});

test('each difference between sources and machine code is explained', async () => {
  const facts = await readFacts(seed, { known });
  const compared = compare(
    facts,
    disassembly({
      'runtime.traceWriter.event': ['CALL runtime.hidden(SB)'],
      'runtime.traceWriter.refill': [grow],
      'runtime.hidden': [grow],
      'runtime.traceNextGen': [],
    }),
  );
  const differences = Object.fromEntries(
    compared?.functions
      .filter((each) => each.difference !== null)
      .map((each) => [each.name, each.difference]) ?? [],
  );
  expect(differences).toEqual({
    'traceWriter.refill': 'nosplit in the sources, but it calls morestack: not built from them',
    traceNextGen: 'not nosplit in the sources, but there is no call of morestack: its frame is small',
    'traceSchedResourceState.readyNextGen':
      'not nosplit in the sources, but it has no code of its own: inlined wherever it is called',
    hidden:
      'calls morestack and is reached by traceWriter.event → hidden, a call that the sources did not show',
  });
  expect(compared?.growing).toEqual(['traceWriter.refill', 'hidden']);
});

test('a disassembly without the tracer is not taken for one without growth', async () => {
  expect(compare(await readFacts(seed, { known }), disassembly({ 'runtime.main': [] }))).toBeNull();
});

test('a tree without a toolchain is skipped, with the next move', async () => {
  expect(await confirm(await readFacts(seed, { known }))).toEqual({
    kind: 'skipped',
    reason: 'the tree has no bin/go; give a whole GOROOT, built with src/make.bash',
  });
});

/** A tree whose bin/go is a shell script. */
function treeWith(script: string): string {
  const tree = mkdtempSync(join(scratch, 'tree-'));
  cpSync(seed, tree, { recursive: true });
  mkdirSync(join(tree, 'bin'));
  writeFileSync(join(tree, 'bin/go'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(tree, 'bin/go'), 0o755);
  return tree;
}

test.skipIf(process.platform === 'win32')(
  'a go command that builds from another tree is not believed',
  async () => {
    const confirmation = await confirm(
      await readFacts(treeWith('echo /; echo go1.1; echo linux; echo amd64'), { known }),
    );
    expect(confirmation).toMatchObject({
      kind: 'skipped',
      reason: expect.stringMatching(/^bin\/go builds from another tree, \/;/) as string,
    });
  },
);

test.skipIf(process.platform === 'win32')(
  'a go command that fails, or hangs, is said in one line',
  async () => {
    expect(
      await confirm(await readFacts(treeWith('echo broken >&2; echo more >&2; exit 3'), { known })),
    ).toMatchObject({
      kind: 'skipped',
      reason: expect.stringMatching(
        /^the go command failed: broken; see whether .*bin\/go builds a program$/,
      ) as string,
    });
    expect(
      await confirm(await readFacts(treeWith('exec sleep 20'), { known }), { timeoutMs: 300 }),
    ).toMatchObject({
      kind: 'skipped',
      reason: expect.stringMatching(/^the go command took longer than 0\.3 s; /) as string,
    });
  },
);

test('the default tree is the one of the go command on the PATH, or none', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = scratch;
  try {
    expect(await defaultGoroot()).toBeNull();
    writeFileSync(join(scratch, 'go'), '#!/bin/sh\necho /go/root\n');
    chmodSync(join(scratch, 'go'), 0o755);
    if (process.platform !== 'win32') expect(await defaultGoroot()).toBe('/go/root');
  } finally {
    process.env['PATH'] = path;
  }
});
