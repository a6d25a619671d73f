import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SampleUnderTest } from './sample-under-test.js';

/** A user's application, over HTTP, on whatever Electric and Postgres the tests run on. */
describe('the sample application', () => {
  let sample: SampleUnderTest;

  beforeAll(async () => {
    sample = await SampleUnderTest.start();
  }, 60_000);

  afterAll(async () => {
    await sample?.stop();
  }, 30_000);

  describe('codes', () => {
    it('lists the groups, with their names from the cache', async () => {
      const { status, body } = await sample.get('/codes');
      expect(status).toBe(200);
      expect(body).toContainEqual({ group: 'BANK', label: '은행', size: 37 });
      expect(body.length).toBeGreaterThanOrEqual(24);
    });

    it('lists what a dropdown shows: active codes, in order', async () => {
      const { body } = await sample.get('/codes/ORDER_STATUS');
      const codes = body.map(({ code }: { code: string }) => code);
      expect(codes.slice(0, 3)).toEqual(['NEW', 'PAID', 'PREPARING']);
      expect(codes).not.toContain('HOLD');
      expect(body[0]).toMatchObject({ label: '접수', active: true, attributes: { code_name_en: 'Received' } });
    });

    it('lists those no longer in use where they are asked for', async () => {
      const { body } = await sample.get('/codes/ORDER_STATUS?all=true');
      expect(body).toContainEqual(expect.objectContaining({ code: 'HOLD', label: '보류', active: false }));
    });

    it('gives a tree', async () => {
      const { body } = await sample.get('/codes/REGION_KR/tree');
      const child = (nodes: { label: string; children: never[] }[], label: string) =>
        nodes.find((node) => node.label === label)?.children ?? [];
      expect(child(child(body, '경기도'), '수원시').map(({ label }) => label)).toContain('장안구');
    });

    it('answers an unknown group with an empty list', async () => {
      expect((await sample.get('/codes/NO_SUCH_GROUP')).body).toEqual([]);
    });
  });

  describe('orders', () => {
    const order = {
      customer: '홍길동',
      item: '한지 공책',
      amount: 12_000,
      status: 'NEW',
      paymentMethod: 'CARD',
      country: 'KR',
      bank: '088',
      currency: 'KRW',
    };

    it('shows every code with its label, from the cache', async () => {
      const { body } = await sample.get('/orders');
      expect(body).toContainEqual(
        expect.objectContaining({
          customer: '김민지',
          amount: 28_900,
          status: { code: 'PAID', label: '결제 완료' },
          paymentMethod: { code: 'CARD', label: '신용·체크카드' },
          country: { code: 'KR', label: '대한민국' },
          bank: { code: '088', label: '신한은행' },
          currency: { code: 'KRW', label: '대한민국 원' },
        }),
      );
    });

    it('still labels codes no longer in use', async () => {
      const { body } = await sample.get('/orders');
      const old = body.find(({ customer }: { customer: string }) => customer === '한지호');
      expect(old.bank).toEqual({ code: '005', label: '외환은행' });
      expect(old.paymentMethod).toEqual({ code: 'DEPOSIT', label: '무통장 입금' });
    });

    it('takes an order whose codes are choices', async () => {
      const { status, body } = await sample.send('POST', '/orders', order);
      expect(status).toBe(201);
      expect(body).toMatchObject({ customer: '홍길동', bank: { code: '088', label: '신한은행' } });
      expect((await sample.get('/orders')).body[0].id).toBe(body.id);
    });

    it('refuses an unknown code, naming field and group', async () => {
      const { status, body } = await sample.send('POST', '/orders', { ...order, bank: '999' });
      expect(status).toBe(400);
      expect(body.errors).toEqual([{ field: 'bank', group: 'BANK', code: '999' }]);
      expect(body.message).toContain('BANK');
    });

    it('refuses codes no longer in use, and names all that are wrong', async () => {
      const { status, body } = await sample.send('POST', '/orders', { ...order, status: 'HOLD', currency: 'DEM' });
      expect(status).toBe(400);
      expect(body.errors).toEqual([
        { field: 'status', group: 'ORDER_STATUS', code: 'HOLD' },
        { field: 'currency', group: 'CURRENCY', code: 'DEM' },
      ]);
    });

    it('refuses an order without its code', async () => {
      const { country, ...without } = order;
      const { status, body } = await sample.send('POST', '/orders', without);
      expect(status).toBe(400);
      expect(body.errors).toEqual([{ field: 'country', group: 'COUNTRY', code: '' }]);
    });
  });

  describe('an edit in Postgres', () => {
    it('reaches the lists and the orders by itself', async () => {
      const { status } = await sample.send('PATCH', '/codes/BANK/004', { label: '국민은행', labelEn: 'Kookmin' });
      expect(status).toBe(204);
      await sample.until('/codes/BANK', (codes) =>
        codes.some(({ code, label }: { code: string; label: string }) => code === '004' && label === '국민은행'),
      );
      const { body } = await sample.get('/orders');
      expect(body.find(({ customer }: { customer: string }) => customer === '박하은').bank.label).toBe('국민은행');
    });

    it('takes a code out of the choices, and keeps its label', async () => {
      await sample.send('PATCH', '/codes/DELIVERY_STATUS/FAILED', { active: false });
      await sample.until('/codes/DELIVERY_STATUS', (codes) => codes.length === 5);
      const { body } = await sample.get('/codes/DELIVERY_STATUS?all=true');
      expect(body).toContainEqual(expect.objectContaining({ code: 'FAILED', label: '배송 실패', active: false }));
    });

    it('follows those who write past the application, too', async () => {
      await sample.sql(
        `insert into ${sample.codeTable} (group_code, code, code_name) values ('TAX_TYPE', 'OTHER', '기타')`,
      );
      await sample.until('/codes/TAX_TYPE', (codes) => codes.length === 4);
      await sample.sql(`delete from ${sample.codeTable} where group_code = 'TAX_TYPE' and code = 'OTHER'`);
      await sample.until('/codes/TAX_TYPE', (codes) => codes.length === 3);
    });

    it('is told to browsers, with what it was and what it is', async () => {
      const { event } = await sample.listen('codes');
      await sample.send('PATCH', '/codes/SEX/9', { label: '적용 불가' });
      expect(await event).toMatchObject({
        groups: ['SEX'],
        total: 1,
        changes: [{ before: { code: '9', label: '해당 없음' }, after: { code: '9', label: '적용 불가' } }],
      });
    });

    it('is refused for a code that does not exist, and for what is no edit', async () => {
      expect((await sample.send('PATCH', '/codes/BANK/999', { label: 'x' })).status).toBe(404);
      expect((await sample.send('PATCH', '/codes/BANK/088', {})).status).toBe(400);
      const { status, body } = await sample.send('PATCH', '/codes/BANK/088', { active: 'yes', colour: 'red' });
      expect(status).toBe(400);
      expect(body.fields).toEqual(['active', 'colour']);
    });
  });

  describe('health', () => {
    it('is alive without a look at the replica', async () => {
      const { status, body } = await sample.get('/health/live');
      expect(status).toBe(200);
      expect(body).toEqual({ status: 'ok' });
    });

    it('is ready with codes', async () => {
      const { status, body } = await sample.get('/health/ready');
      expect(status).toBe(200);
      expect(body.details.commonCode).toMatchObject({ status: 'up', state: 'live', source: 'electric' });
    });

    it('says where it is', async () => {
      const { body } = await sample.get('/status');
      expect(body).toMatchObject({ instance: 'under-test', state: 'live', position: { handle: expect.any(String) } });
    });
  });

  it('serves its page', async () => {
    const response = await fetch(sample.url);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toContain('공통코드 주문 서비스');
  });

  it('finds its tables filled on a second start, and stops at once though a browser listens', async () => {
    const again = await sample.startAgain();
    const before = (await sample.get('/orders')).body.length;
    expect((await again.get('/orders')).body).toHaveLength(before);
    const { event } = await again.listen('codes');
    const since = performance.now();
    await again.close();
    expect(performance.now() - since).toBeLessThan(3_000);
    expect(await event).toBeUndefined();
  });
});
