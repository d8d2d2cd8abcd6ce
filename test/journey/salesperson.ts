import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** Bound of every wait in the page; the ERP's slowest answer with its retries is far below. */
const WAIT_MS = 30_000;

/** Drives the CRM page as a person would: by what is written on it. */
export class Salesperson {
  readonly #page: Page;
  readonly #shotsDir: string | null;
  readonly #problems: string[] = [];
  #shots = 0;

  private constructor(page: Page, shotsDir: string | null) {
    this.#page = page;
    this.#shotsDir = shotsDir;
    page.setDefaultTimeout(WAIT_MS);
    page.on('pageerror', (error) => this.#problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#problems.push(message.text());
    });
    if (shotsDir !== null) mkdirSync(shotsDir, { recursive: true });
  }

  static async open(browser: Browser, url: string, shotsDir: string | null): Promise<Salesperson> {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 1000 },
      locale: 'en-US',
      timezoneId: 'Europe/Berlin',
    });
    await page.goto(url);
    return new Salesperson(page, shotsDir);
  }

  /** What the browser complained about. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  get page(): Page {
    return this.#page;
  }

  /** Opens a record and one of its tabs as from a bookmark: everything on the page begins anew. */
  async openAt(type: 'companies' | 'deals' | 'tickets', id: string, tab: string): Promise<void> {
    const { origin } = new URL(this.#page.url());
    await this.#page.goto(`${origin}/#/${type}/${id}/${tab}`);
    await this.#page.reload();
  }

  async openRecord(list: 'Companies' | 'Deals', name: string): Promise<void> {
    await this.#page.getByRole('link', { name: list, exact: true }).first().click();
    await this.#page.getByRole('link', { name }).first().click();
    await this.#page.getByRole('heading', { name }).first().waitFor();
  }

  /** Opens a card's tab. */
  async openTab(name: string): Promise<void> {
    await this.#page.getByRole('navigation', { name: 'Record' }).getByText(name, { exact: true }).click();
  }

  async see(text: string | RegExp): Promise<string> {
    const found = this.#page.getByText(text).first();
    await found.waitFor().catch(async (error: unknown) => {
      await this.picture('not-seen');
      throw error;
    });
    return (await found.textContent()) ?? '';
  }

  async press(name: string): Promise<void> {
    await this.#page.getByRole('button', { name, exact: true }).last().click();
  }

  /** A double click, as hasty people make it. */
  async pressTwice(name: string): Promise<void> {
    await this.#page.getByRole('button', { name, exact: true }).last().dblclick();
  }

  /** A picture of the page as it is now, numbered in the order taken. */
  async picture(name: string): Promise<void> {
    this.#shots += 1;
    if (this.#shotsDir === null) return;
    const file = `${String(this.#shots).padStart(2, '0')}-${name}.png`;
    await this.#page.screenshot({ path: join(this.#shotsDir, file) });
  }
}
