import type { ModuleMetadata } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { CommonCodeCache } from 'nestjs-common-code';
import { CommonCodeTestingHandle, CommonCodeTestingModule, type TestCodes } from 'nestjs-common-code/testing';

/** Applications of a suite: `const apps = new TestingApps(); afterEach(() => apps.close());` */
export class TestingApps {
  private readonly open: TestingModule[] = [];

  async compiled(metadata: ModuleMetadata): Promise<TestingModule> {
    const module = await Test.createTestingModule(metadata).compile();
    this.open.push(module);
    return module;
  }

  /** One with a cache of these codes. */
  async start(codes?: TestCodes) {
    const module = await this.compiled({ imports: [CommonCodeTestingModule.forRoot(codes)] });
    return { module, cache: module.get(CommonCodeCache), handle: module.get(CommonCodeTestingHandle) };
  }

  async close(): Promise<void> {
    for (const module of this.open.splice(0)) await module.close();
  }
}
