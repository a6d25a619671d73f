import { describe, expect, it } from '@jest/globals';
import { commonCodeSeed } from '../../sample-app/database/seed/common-codes.seed.js';
import { ORDERS } from '../../sample-app/database/seed/orders.seed.js';

describe('the codes of the sample', () => {
  const rows = commonCodeSeed();
  const keys = new Set(rows.map(({ group, code }) => `${group}/${code}`));

  it('are several thousand in a few dozen groups', () => {
    expect(rows.length).toBeGreaterThan(5_000);
    expect(new Set(rows.map(({ group }) => group)).size).toBeGreaterThanOrEqual(24);
  });

  it('have no duplicate, and fit their columns', () => {
    expect(keys.size).toBe(rows.length);
    for (const { group, code, name } of rows) {
      expect(group.length).toBeLessThanOrEqual(30);
      expect([code.length > 0, code.length <= 40, name.length > 0, name.length <= 200]).not.toContain(false);
    }
  });

  it('hang under parents that exist', () => {
    expect(rows.filter(({ group, parent }) => parent !== null && !keys.has(`${group}/${parent}`))).toEqual([]);
  });

  it('name every group in the group of groups', () => {
    const named = rows.filter(({ group }) => group === 'CODE_GROUP').map(({ code }) => code);
    expect(named.sort()).toEqual([...new Set(rows.map(({ group }) => group))].sort());
  });

  it('cover the orders', () => {
    for (const order of ORDERS) {
      expect(keys).toContain(`ORDER_STATUS/${order.status}`);
      expect(keys).toContain(`PAYMENT_METHOD/${order.payment_method}`);
      expect(keys).toContain(`COUNTRY/${order.country}`);
      expect(keys).toContain(`BANK/${order.bank}`);
      expect(keys).toContain(`CURRENCY/${order.currency}`);
    }
  });
});
