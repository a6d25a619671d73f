import { jest } from '@jest/globals';
import { CommonCodeSnapshot } from '../../../lib/domain/common-code-snapshot.js';
import { CacheUnderTest, row } from './cache-under-test.js';

describe('design 5: list$ that nobody follows any more', () => {
  test('costs nothing: the list is not made for those who have gone', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', '1')]);
    const subscriptions = [1, 2].map(() => given.cache.list$('G').subscribe());
    for (const subscription of subscriptions) subscription.unsubscribe();
    const list = jest.spyOn(CommonCodeSnapshot.prototype, 'list');
    given.upsert(row('G', '2'));
    expect(list).not.toHaveBeenCalled();
    list.mockRestore();
  });
});
