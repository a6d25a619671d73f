import { afterEach } from '@jest/globals';
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { electricTarget } from '../support/electric-target.js';
import { OutageProxy } from '../support/outage-proxy.js';

/** What the tests of a suite open: closed behind each test, the last first. To be made where the suite is described. */
export class Opened {
  private readonly closing: (() => Promise<unknown>)[] = [];

  constructor() {
    afterEach(async () => {
      for (const close of this.closing.splice(0).reverse()) await close();
    });
  }

  add<T extends { close(): Promise<unknown> }>(opened: T): T {
    this.closing.push(() => opened.close());
    return opened;
  }

  /** An application that is not initialized yet. */
  async app(imports: unknown[], providers: unknown[] = []): Promise<INestApplication> {
    const metadata = { imports, providers } as ModuleMetadata;
    const module = await Test.createTestingModule(metadata).compile();
    return this.add(module.createNestApplication({ logger: false }));
  }

  /** A proxy before the target's Electric. @param isUp whether connections come through already */
  async proxy(isUp = true): Promise<OutageProxy> {
    const proxy = await OutageProxy.start(electricTarget().url, isUp);
    this.closing.push(() => proxy.down());
    return proxy;
  }
}
