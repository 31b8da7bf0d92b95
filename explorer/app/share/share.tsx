/** The run as a link, a command, text, a test or a picture, to be copied or saved. */
import { useState } from 'preact/hooks';
import { colours, svgOf } from '../../share/svg.ts';
import { markdownOf, mermaidOf, vitestOf } from '../../share/text.ts';
import * as state from '../state.ts';
import { png, save } from './files.ts';
import { commandOf, goldenTest, testSource } from './words.ts';

export function Share() {
  const [done, setDone] = useState('');
  const [run, system, embedded] = [state.run.value, state.system.value, state.page.value];
  if (run === null || system === null || embedded === null) return null;
  const command = commandOf();
  const shared = { system, run, command };
  const put = (what: string, text: string): void => {
    navigator.clipboard.writeText(text).then(
      () => {
        setDone(`${what}: copied`);
      },
      () => {
        setDone(`${what}: the browser refuses; select the text below`);
        const area = document.querySelector<HTMLTextAreaElement>('#shared');
        if (area !== null) {
          area.value = text;
          area.select();
        }
      },
    );
  };
  /** A text, or who makes it. */
  const copy = (what: string, text: string | (() => Promise<string>)) => (
    <li key={what}>
      <button
        type="button"
        onClick={() => {
          if (typeof text === 'string') put(what, text);
          else
            text().then(
              (made) => {
                put(what, made);
              },
              (error: unknown) => {
                setDone(`${what}: ${error instanceof Error ? error.message : String(error)}`);
              },
            );
        }}
      >
        {what}
      </button>
    </li>
  );
  const theme = document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
  const svg = (): string => svgOf(system, run, state.pins.value, colours[theme]);
  const golden = goldenTest();
  const source = testSource(state.spec.value);
  return (
    <>
      <h2>Share</h2>
      <p class="muted">Copy</p>
      <ul class="buttons">
        {copy('Link', location.href)}
        {copy('Command line', command)}
        {copy('Markdown', markdownOf(shared))}
        {copy('Mermaid', mermaidOf(shared))}
        {source === null ? null : copy('vitest test', vitestOf(shared, ...source))}
        {golden !== null
          ? copy('Go golden test', golden)
          : embedded.words.includes('--design')
            ? copy('Command for a Go golden test', command.replace(' replay ', ' emit-test --as golden '))
            : null}
      </ul>
      <p class="muted">Save</p>
      <ul class="buttons">
        <li>
          <button
            type="button"
            onClick={() => {
              save(new Blob([svg()], { type: 'image/svg+xml' }), 'lanes.svg');
            }}
          >
            SVG of the lanes
          </button>
        </li>
        <li>
          <button
            type="button"
            onClick={() => {
              void png(svg()).then(
                (blob) => {
                  save(blob, 'lanes.png');
                },
                () => {
                  setDone('the browser does not draw the picture; save the SVG');
                },
              );
            }}
          >
            PNG of the lanes
          </button>
        </li>
      </ul>
      <p role="status">{done}</p>
      <textarea id="shared" class="mono" aria-label="What is shared" readOnly rows={4} value={command} />
    </>
  );
}
