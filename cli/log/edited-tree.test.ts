import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { defaultGoroot } from '../../facts/index.ts';
import { logFile } from '../../runtime/testing/make-log.ts';
import { run, sites } from '../../runtime/testing/scheduler-run.ts';
import { nosplit } from '../testing/world.ts';

const goroot = await defaultGoroot();
const parks = '\tcasgstatus(gp, _Grunning, _Gwaiting)\n';
const closes = '\tif trace.ok() {\n\t\ttraceRelease(trace)\n\t}\n';
const proc = goroot === null ? '' : readFileSync(join(goroot, 'src/runtime/proc.go'), 'utf8');
const isKnown = proc.includes(parks + closes) && /Gdeadextra/.test(proc);
if (!isKnown) console.log('skipped: an edited tree judges a log, which needs Go 1.26');

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-edited-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

test.skipIf(!isKnown)(
  'a log is judged by the programs of the tree that is named, which no release has',
  { tags: 'exhaustive' },
  async () => {
    mkdirSync(join(cwd, 'src'));
    for (const folder of ['runtime', 'internal'])
      cpSync(join(goroot ?? '', 'src', folder), join(cwd, 'src', folder), { recursive: true });
    writeFileSync(join(cwd, 'VERSION'), 'devel go1.26-edited\n');
    const file = join(cwd, 'src/runtime/proc.go');
    const log = logFile(run(), { parts: ['core', 'statuses', 'transitions'], sites });
    const judged = async (text: string): Promise<string> => {
      writeFileSync(file, text);
      const { stdout, stderr } = await nosplit(['validate', '--log', log, '--go', cwd], {
        cwd,
        columns: 300,
      });
      expect(stderr).toBe('');
      return stdout;
    };
    expect(await judged(`// Edited.\n${proc}`)).toMatch(
      /^accepted: .*\n.* judged as design devel go1\.26-edited;/,
    );
    // It parks after its section.
    const found = await judged(proc.replace(parks + closes, closes + parks));
    expect(found).toMatch(/^rejected: /);
    expect(found).toMatch(/park_m makes G 0x\w+ _Gwaiting, .* and no way in the programs leads there/);
    const opened = await nosplit(['explore', '--tty', '--log', log, '--go', cwd], {
      cwd,
      stdin: [Buffer.from('q')],
    });
    expect([opened.exit, opened.stderr]).toEqual([0, '']);
    expect(opened.stdout).toMatch(/log-0: rejected /);
  },
);
