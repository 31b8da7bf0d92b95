/** Each key of the page, and what it does. */
import { keyList } from '../keys.ts';
import * as state from '../state.ts';

export function Keys() {
  return (
    <>
      <h2>Keys</h2>
      <dl class="keys">
        {keyList.map(([keys, about]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{about}</dd>
          </div>
        ))}
      </dl>
      <p class="muted">{state.system.value?.legend}</p>
    </>
  );
}
