// Orders a job of a house as its schedule would, and changes its tables where no page does.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export class Ordering {
  constructor(house, kind) {
    this.house = house;
    this.kind = kind;
    this.last = 10 ** 12;
  }

  change(sql) {
    if (this.kind === 'postgres') execFileSync('psql', [process.env.TASUKI_TEST_DATABASE, '-qc', sql]);
    else execFileSync('sqlite3', ['-cmd', '.timeout 5000', join(this.house.folder, 'data', 'tasuki.db'), sql]);
  }

  order(name) {
    const id = ++this.last;
    this.change('INSERT INTO job (id, kind, state, run_at, done, total, tries, fence, cancel, created_at) '
      + `VALUES (${id}, '${name}', 0, 1, 0, 0, 0, 0, 0, 1)`);
    return id;
  }

  // Ordered, and waited for at most a minute.
  async job(name) {
    const id = this.order(name);
    for (let i = 0; i < 1200; i++) {
      const [row] = this.house.rows(`SELECT state, message, result FROM job WHERE id = ${id}`);
      if (Number(row.state) >= 2) return { ...row, state: Number(row.state) };
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    throw new Error(`${name} does not end: ${this.house.said}`);
  }
}
