import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fixture } from '../../facts/testing/known.ts';
import { accepting } from '../testing/accepting.ts';
import { nosplit, repository } from '../testing/world.ts';
import { action } from './action.ts';
import { comment } from './comment.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'nosplit-action-'));
});
afterEach(() => {
  rmSync(cwd, { recursive: true });
});

/** Runs the script as the action does, on the small tree in the folder `go`, whose shapes are accepted. */
async function ran(
  env: Record<string, string> = {},
  ...bound: string[]
): Promise<{ exit: number; log: string }> {
  let log = '';
  const accept = existsSync(join(cwd, 'go/src')) ? await accepting(join(cwd, 'go')) : [];
  const exit = await action({
    env: {
      ...{ NOSPLIT_TREE: 'go', NOSPLIT_OUT: 'out', NOSPLIT_COMMENT: 'true', NOSPLIT_TOKEN: 'secret' },
      ...{ GITHUB_OUTPUT: join(cwd, 'output'), GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') },
      ...env,
    },
    cwd,
    write: (text) => (log += text),
    nosplit: (words) => nosplit([...words, ...accept, ...bound], { cwd }),
  });
  return { exit, log };
}

const read = (name: string): string => readFileSync(join(cwd, name), 'utf8');
/** The small tree has its refill without nosplit; with it, it holds. */
const refill = (nosplit: boolean): void => {
  const path = join(cwd, 'go/src/runtime/tracebuf.go');
  const text = readFileSync(path, 'utf8').replace(
    /(?:\/\/go:nosplit\n)?(func \(w traceWriter\) refill)/,
    nosplit ? '//go:nosplit\n$1' : '$1',
  );
  writeFileSync(path, text);
};

describe('a tree', () => {
  test('that holds has files, a summary and no annotation', { tags: 'exhaustive' }, async () => {
    cpSync(fixture('entry-gen'), join(cwd, 'go'), { recursive: true });
    refill(true);
    const { exit, log } = await ran();
    expect([exit, log]).toEqual([0, '']);
    expect(readdirSync(join(cwd, 'out')).sort()).toEqual(['junit.xml', 'nosplit.sarif', 'report.json']);
    expect(read('output')).toBe('verdict=holds\nsarif=out/nosplit.sarif\n');
    expect(read('summary.md')).toMatch(/^### nosplit: holds\n/);
  });

  test('that is not searched to its end has the files and the summary that say so', async () => {
    cpSync(fixture('entry-gen'), join(cwd, 'go'), { recursive: true });
    refill(true);
    const { exit } = await ran({}, '--time', '1ms');
    expect(exit).toBe(3);
    expect(readdirSync(join(cwd, 'out')).sort()).toEqual(['junit.xml', 'nosplit.sarif', 'report.json']);
    expect(read('output')).toBe('verdict=exhausted\nsarif=out/nosplit.sarif\n');
    expect(read('summary.md')).toMatch(/^### nosplit: exhausted\n/);
  });

  test('that is none is an error, and the exit code is that of bad input', async () => {
    mkdirSync(join(cwd, 'go'));
    const { exit, log } = await ran();
    expect(exit).toBe(2);
    expect(log).toMatch(
      /^::error title=nosplit did not check the tree::nosplit: .*no src\/runtime\/trace\.go.*\n$/,
    );
  });
});

const hasGit = spawnSync('git', ['--version']).status === 0;
if (!hasGit) console.log('skipped: no git command, so that no change is compared');

interface Result {
  readonly fixes: { artifactChanges: { replacements: { insertedContent: { text: string } }[] }[] }[];
  readonly locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
}

describe.skipIf(!hasGit)('a change', () => {
  const asked: { method: string; url: string; body: string; token: string }[] = [];
  let comments: { id: number; body: string }[] = [];
  let status = 200;
  const bodyOf = async (request: IncomingMessage): Promise<string> => {
    let text = '';
    for await (const piece of request) text += String(piece);
    return text;
  };
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method = '', url = '', headers } = request;
      asked.push({ method, url, body, token: headers.authorization ?? '' });
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(method === 'GET' ? comments : {}));
    });
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
  });

  /** A repository with the small tree, in which refill then loses its nosplit; with the event of a pull request. */
  async function pullRequest(): Promise<{ exit: number; log: string }> {
    asked.length = 0;
    const go = join(cwd, 'go');
    cpSync(fixture('entry-gen'), go, { recursive: true });
    const git = (...words: string[]): string =>
      execFileSync('git', ['-C', go, '-c', 'user.name=n', '-c', 'user.email=n@example.org', ...words], {
        encoding: 'utf8',
      }).trim();
    refill(true);
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'the small tree');
    const sha = git('rev-parse', 'HEAD');
    refill(false);
    writeFileSync(join(cwd, 'event.json'), JSON.stringify({ pull_request: { number: 7, base: { sha } } }));
    return ran(onPullRequest());
  }

  const onPullRequest = (): Record<string, string> => ({
    GITHUB_EVENT_PATH: join(cwd, 'event.json'),
    GITHUB_REPOSITORY: 'golang/go',
    GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });

  test(
    'that makes the tree worse fails, and the pull request is told once',
    // Every day cli/commands/diff.test.ts compares such a tree, and the tests below tell a pull request.
    { tags: 'exhaustive' },
    async () => {
      comments = [{ id: 3, body: 'something else' }];
      status = 200;
      const { exit, log } = await pullRequest();
      expect(exit).toBe(1);
      const line =
        read('go/src/runtime/tracebuf.go')
          .split('\n')
          .findIndex((one) => one.includes(') refill')) + 1;
      expect(log).toMatch(new RegExp(`^::error file=go/src/runtime/tracebuf\\.go,line=${line},title=`, 'm'));
      expect(log).toContain('NoLostBuffer');
      const sarif = JSON.parse(read('out/nosplit.sarif')) as { runs: { results: Result[] }[] };
      const [result] = sarif.runs[0]?.results ?? [];
      expect(result?.fixes[0]?.artifactChanges[0]?.replacements[0]?.insertedContent.text).toBe(
        '//go:nosplit\n',
      );
      expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('go/src/runtime/tracebuf.go');
      expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
        'GET /repos/golang/go/issues/7/comments?per_page=100&page=1',
        'POST /repos/golang/go/issues/7/comments',
      ]);
      // Each part that is violated has its page.
      const { parts } = JSON.parse(read('out/report.json')) as { parts: { part: string; verdict: string }[] };
      const violated = parts
        .filter(({ verdict }) => verdict === 'violated')
        .map(({ part }) => part.replace(/\W+/g, '-'));
      expect(violated.length).toBeGreaterThan(0);
      const pages = readdirSync(join(cwd, 'out')).filter((name) => name.endsWith('.html'));
      expect(pages.sort()).toEqual(violated.map((part) => `${part}.html`).sort());
      for (const name of pages) expect(read(`out/${name}`)).toContain('"schema":"nosplit.page/1"');
      const { body } = JSON.parse(asked[1]?.body ?? '') as { body: string };
      expect(body).toMatch(/^<!-- nosplit -->\n### nosplit: /);
      expect(asked[1]?.token).toBe('Bearer secret');
      expect(read('summary.md')).toBe(body.replace('<!-- nosplit -->\n', ''));
      expect(log).not.toContain('secret');
    },
  );

  const answered = (): Promise<void> => {
    writeFileSync(join(cwd, 'event.json'), JSON.stringify({ pull_request: { number: 7 } }));
    return comment('### nosplit', { ...onPullRequest(), NOSPLIT_COMMENT: 'true', NOSPLIT_TOKEN: 'secret' });
  };

  test('that is pushed again replaces its comment', async () => {
    asked.length = 0;
    comments = [{ id: 5, body: '<!-- nosplit -->\nof the last push' }];
    await answered();
    expect(asked.at(-1)).toMatchObject({ method: 'PATCH', url: '/repos/golang/go/issues/comments/5' });
  });

  test('that may not be commented on says so', async () => {
    status = 403;
    await expect(answered()).rejects.toThrow('GET of the comment: 403 Forbidden');
    status = 200;
  });
});

test('action.yml gives the script what it reads, and runs what is built', () => {
  const yml = readFileSync(join(repository, 'action.yml'), 'utf8');
  const script =
    readFileSync(join(repository, 'cli/action/action.ts'), 'utf8') +
    readFileSync(join(repository, 'cli/action/comment.ts'), 'utf8');
  const given = [...yml.matchAll(/^ +(NOSPLIT_\w+): \$\{\{ inputs\.(\w+) \}\}$/gm)];
  expect(given.length).toBeGreaterThan(3);
  for (const [, name = '', input = ''] of given) {
    expect(script).toContain(name);
    expect(yml).toMatch(new RegExp(`^ {2}${input}:$`, 'm'));
  }
  const read = new Set([...script.matchAll(/NOSPLIT_\w+/g)].map(([name]) => name));
  expect([...read].sort()).toEqual(given.map(([, name]) => name).sort());
  for (const [, output] of yml.matchAll(/steps\.check\.outputs\.(\w+)/g))
    expect(script).toMatch(new RegExp(`\\b${String(output)}[:,]`));
  expect(yml).toContain('dist/cli/action/main.js');
  // What comes from outside stands in the environment, and never in a line that a shell reads.
  expect([...yml.matchAll(/^ +run: .*$/gm)].filter(([line]) => line.includes('${{'))).toEqual([]);
});
