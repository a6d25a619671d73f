import { Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { CommonCodeCache } from 'nestjs-common-code';

/** Reads a code when the module is initialized, as a user's service might. */
@Injectable()
export class Dependent implements OnModuleInit {
  found: unknown;
  constructor(private readonly codes: CommonCodeCache) {}

  onModuleInit() {
    try {
      this.found = this.codes.label('COLOR', 'R');
    } catch (error) {
      this.found = error;
    }
  }
}

@Module({ providers: [Dependent] })
export class DependentModule {}
