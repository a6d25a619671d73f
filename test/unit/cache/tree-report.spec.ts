import { describe, expect, it } from '@jest/globals';
import { CommittedReplica } from '../../property/committed-replica.js';
import { KEYED_BY_CODE, type ModelRow } from '../../support/model-table.js';

const node = (code: string, parent_code: string | null): ModelRow => ({
  group_code: 'A',
  code,
  code_name: null,
  sort_order: null,
  use_yn: 'Y',
  parent_code,
  memo: null,
});

describe('design 5: a cycle in a tree is reported', () => {
  const circles = ({ lines }: CommittedReplica) => lines.filter((line) => line.includes('circle'));

  it('once, however often the tree is read (I5: a read does no I/O)', async () => {
    const replica = new CommittedReplica(KEYED_BY_CODE);
    await replica.reset('h', [node('a', 'b'), node('b', 'a')]);
    for (let read = 0; read < 5; read += 1) replica.cache.tree('A');
    expect(circles(replica)).toEqual([expect.stringMatching(/group "A".*cut at "a"/)]);
  });

  it('once, though other groups change', async () => {
    const replica = new CommittedReplica(KEYED_BY_CODE);
    await replica.reset('h', [node('a', 'b'), node('b', 'a')]);
    replica.cache.tree('A');
    await replica.log('h', [{ operation: 'insert', row: { ...node('x', null), group_code: 'B' } }]);
    replica.cache.tree('A');
    expect(circles(replica)).toHaveLength(1);
  });
});
