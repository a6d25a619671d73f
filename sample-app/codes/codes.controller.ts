import { Body, Controller, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { type CommonCode, CommonCodeCache, type CommonCodeNode } from 'nestjs-common-code';
import type { CodeAttributes } from './code-attributes.js';
import type { CodeEdit } from './code-edit.js';
import { CodeEditPipe } from './code-edit.pipe.js';
import { CodesService } from './codes.service.js';

@Controller('codes')
export class CodesController {
  constructor(
    private readonly codes: CommonCodeCache<CodeAttributes>,
    private readonly writer: CodesService,
  ) {}

  /** All groups. Their names are codes too, in the group of groups. */
  @Get()
  groups(): { group: string; label: string; size: number }[] {
    const labels = this.codes.labels('CODE_GROUP');
    return this.codes.groups().map((group) => ({
      group,
      label: labels.get(group) ?? group,
      size: this.codes.listAll(group).length,
    }));
  }

  /** What a dropdown shows; with `?all=true` the codes no longer in use too. */
  @Get(':group')
  list(@Param('group') group: string, @Query('all') all?: string): readonly CommonCode<CodeAttributes>[] {
    return all === 'true' ? this.codes.listAll(group) : this.codes.list(group);
  }

  @Get(':group/tree')
  tree(@Param('group') group: string): readonly CommonCodeNode<CodeAttributes>[] {
    return this.codes.tree(group);
  }

  /** Answers when Postgres has it; the caches have it a moment later. */
  @Patch(':group/:code')
  @HttpCode(204)
  async update(
    @Param('group') group: string,
    @Param('code') code: string,
    @Body(CodeEditPipe) edit: CodeEdit,
  ): Promise<void> {
    await this.writer.update(group, code, edit);
  }
}
