import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

describe('I3 log lines', () => {
  test('I3 I10 are not filled by what a row holds, and each rejected row is still told of', async () => {
    const bad = (code: string) => row('A', code, 'x', { use_yn: `${'?'.repeat(50_000)}` });
    h = createHarness(['1', '2', '3', '4', '5', '6'].map(bad));
    await h.start();
    const [line = ''] = h.lines.loud.filter((each) => each.includes('kept out'));
    expect(line.length).toBeLessThan(2_100);
    for (const code of ['1', '2', '3', '4', '5']) expect(line).toContain(`"code":"${code}"`);
    expect(line).toMatch(/^6 rows are kept out: .*…\), and 1 more$/);
  });

  test('I10 tell of a rejected row once, however often it comes, in the log or in snapshots', async () => {
    h = createHarness([row('A', '1', 'one', { use_yn: '?' })]);
    await h.start();
    for (let time = 0; time < 5; time += 1) {
      h.electric.rotate();
      await h.clock.advance(1_000);
      h.electric.upsert(row('A', '1', `name ${time}`, { use_yn: '?' }));
      await h.clock.advance(1_000);
    }
    expect(h.lines.loud.filter((line) => line.includes('kept out'))).toHaveLength(1);
    h.electric.upsert(row('A', '1', 'one', { use_yn: '!' }));
    await h.clock.advance(1_000);
    expect(h.lines.loud.filter((line) => line.includes('kept out'))).toHaveLength(2); // for another reason
  });

  test('I3 are not filled by a schema of thousands of columns', async () => {
    h = createHarness([]);
    h.electric.schema = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [`column_${index}`, { type: 'text', pk_index: index }]),
    );
    await h.start();
    expect(h.lines.loud[0]).toMatch(/mapping\.group: there is no column "group_code"/);
    for (const { text } of h.lines.all) expect(text.length).toBeLessThanOrEqual(2_001);
  });
});
