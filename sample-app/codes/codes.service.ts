import { Injectable, NotFoundException } from '@nestjs/common';
import { AppConfig } from '../config/app.config.js';
import { Database } from '../database/database.js';
import type { CodeEdit } from './code-edit.js';

/** Writes codes, to Postgres alone: the cache of this instance learns of it as those of all the others do. */
@Injectable()
export class CodesService {
  constructor(
    private readonly database: Database,
    private readonly config: AppConfig,
  ) {}

  async update(group: string, code: string, edit: CodeEdit): Promise<void> {
    const written = await this.database.query(
      `update ${this.config.codeTable}
       set code_name    = coalesce($3::text, code_name),
           code_name_en = coalesce($4::text, code_name_en),
           sort_order   = coalesce($5::int, sort_order),
           use_yn       = coalesce($6::text, use_yn)
       where group_code = $1 and code = $2
       returning code`,
      [
        group,
        code,
        edit.label,
        edit.labelEn,
        edit.sortOrder,
        edit.active === undefined ? null : edit.active ? 'Y' : 'N',
      ],
    );
    if (written.length === 0) throw new NotFoundException(`There is no code ${code} in ${group}`);
  }
}
