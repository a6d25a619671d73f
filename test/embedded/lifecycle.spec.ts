import { jest } from '@jest/globals';
import { EmbeddedElectric, type Misbehaviours } from '../../lib/testing/embedded-electric/index.js';
import { ShapeReader } from '../support/electric-shape-reader.js';
import { EmbeddedProcess } from '../support/embedded-process.js';

// PGlite takes seconds to start, more on a busy machine.
jest.setTimeout(120_000);

describe('start and stop of the embedded Electric', () => {
  it('in a process of its own: misbehaves from its start, and as it is told later; ends by itself, with a poll and a transaction open', async () => {
    const electric = await EmbeddedProcess.start({ misbehave: { loseRows: {} }, longPollTimeoutMs: 1_000 });
    const client = await electric.connect();
    await client.query('CREATE TABLE codes (id int PRIMARY KEY); INSERT INTO codes VALUES (1), (2)');
    const shape = new ShapeReader(electric.url, { table: 'codes' });
    expect((await shape.sync()).flatMap(({ rows }) => rows)).toEqual([]);
    expect(await electric.misbehaved()).toMatchObject({ loseRows: 2, rejectPolls: 0 });
    await expect(electric.misbehave({ no: {} } as Misbehaviours)).rejects.toThrow('There is no misbehaviour no');
    await electric.misbehave({ rejectPolls: { count: 1 } });
    expect([(await shape.live()).status, (await shape.live()).status]).toEqual([409, 200]);
    expect(await electric.misbehave()).toMatchObject({ loseRows: 2, rejectPolls: 1 });

    const poll = shape.live().then(
      () => 'answered',
      () => 'cut',
    );
    await client.query('BEGIN');
    await client.query('INSERT INTO codes VALUES (3)');
    expect(await electric.stop()).toBe(0);
    expect(await poll).toBe('cut');
  });

  it('stop() can be called again, and two can run side by side', async () => {
    const [one, other] = await Promise.all([EmbeddedElectric.start(), EmbeddedElectric.start()]);
    await one.database.exec('CREATE TABLE only_here (id int PRIMARY KEY)');
    expect((await new ShapeReader(one.url, { table: 'only_here' }).get()).status).toBe(200);
    expect((await new ShapeReader(other.url, { table: 'only_here' }).get()).status).toBe(400);
    await Promise.all([one.stop(), one.stop()]);
    await one.stop();
    expect((await fetch(`${other.url}/v1/health`)).status).toBe(200);
    await other.stop();
  });
});
