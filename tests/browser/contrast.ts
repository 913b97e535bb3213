import { expect, Locator, Page } from '@playwright/test';

/** What WCAG and RGAA (3.2, 3.3) ask at level AA. A disabled control is exempt; it is to be readable all the same. */
const TEXT = 4.5;
const PARTS = 3;

/** What is measured of something one acts on, in one of its states. A ratio is null where there is no such thing. */
export interface Measure {
  what: string;
  state: string;
  disabled: boolean;
  /** The palest of its words, on what is behind them. */
  text: number | null;
  /** Its icon, when that is all it shows. */
  icon: number | null;
  /** Its border or its ground, on what is around it. */
  edge: number | null;
  /** What shows that it has the focus; 0 when nothing does. */
  ring: number | null;
}

const ACTED_ON =
  'a[href], button, input, select, textarea, summary, [tabindex="0"], label.dem-file, .dem-badge, .dem-pick, .dem-table tbody tr';

/** Each kind of thing that one acts on, hovered, then focused. The page must be still: no transition is waited for. */
export async function measured(page: Page): Promise<Measure[]> {
  const found: Measure[] = [];
  for (const one of await kinds(page)) {
    await one.scrollIntoViewIfNeeded();
    found.push(await measure(one, 'rest'));
    const box = await one.boundingBox();
    if (box) {
      await page.mouse.move(box.x + Math.min(box.width / 2, 40), box.y + box.height / 2);
      found.push(await measure(one, 'hover'));
      await page.mouse.move(0, 0);
    }
    if (await takesFocus(one)) {
      // Whoever comes by the keyboard is shown where he is.
      await page.keyboard.press('Shift');
      await one.evaluate((element: HTMLElement) => element.focus({ preventScroll: true }));
      found.push(await measure(one, 'focus'));
      await one.evaluate((element: HTMLElement) => element.blur());
    }
  }
  return found;
}

export function faults(measures: Measure[]): string[] {
  return measures.flatMap(({ what, state, disabled, text, icon, edge, ring }) => {
    const below = (name: string, ratio: number | null, least: number) =>
      ratio !== null && ratio < least ? [`${what}, ${state}: ${name} ${ratio.toFixed(2)} < ${least}`] : [];
    return [
      ...below('text', text, disabled ? PARTS : TEXT),
      ...below('icon', icon, PARTS),
      ...below('edge', disabled ? null : edge, PARTS),
      ...below('focus', ring, PARTS),
    ];
  });
}

/** The worst of each state, to be printed. */
export function worst(measures: Measure[]): string {
  const least = (name: 'text' | 'icon' | 'edge' | 'ring', of: Measure[]) => {
    const ratios = of.map((one) => one[name]).filter((ratio): ratio is number => ratio !== null);
    return ratios.length > 0 ? `${name} ${Math.min(...ratios).toFixed(2)}` : '';
  };
  const states = ['rest', 'hover', 'focus', 'disabled'];
  const told = states.map((state) => {
    const of = measures.filter((one) => (state === 'disabled' ? one.disabled : one.state === state && !one.disabled));
    const ratios = (['text', 'icon', 'edge', 'ring'] as const).map((name) => least(name, of)).filter(Boolean);
    return ratios.length > 0 ? `${state}: ${ratios.join(', ')}` : '';
  });
  return told.filter(Boolean).join('; ');
}

/** One of each kind that the page shows: the same tag, classes and surroundings look the same. */
async function kinds(page: Page): Promise<Locator[]> {
  const count = await page.evaluate((selector) => {
    const seen = new Set<string>();
    const words = (element: Element | null) =>
      [...(element?.classList ?? [])].filter((word) => !/^(ng|cdk)-/.test(word)).join('.');
    document.querySelectorAll('[data-measured]').forEach((one) => one.removeAttribute('data-measured'));
    for (const element of document.querySelectorAll<HTMLElement>(selector)) {
      const { width, height } = element.getBoundingClientRect();
      const kind = [
        element.tagName,
        element.getAttribute('type'),
        element.matches(':disabled'),
        element.getAttribute('aria-current'),
        element.getAttribute('aria-invalid'),
        words(element),
        words(element.parentElement),
        words(element.closest('.dem-alert, tr, .dem-card')),
      ].join(' ');
      if (width < 2 || height < 2 || seen.has(kind) || getComputedStyle(element).visibility !== 'visible') {
        continue;
      }
      element.dataset['measured'] = String(seen.size);
      seen.add(kind);
    }
    return seen.size;
  }, ACTED_ON);
  return Array.from({ length: count }, (_, i) => page.locator(`[data-measured="${i}"]`));
}

async function takesFocus(one: Locator): Promise<boolean> {
  return one.evaluate((element: HTMLElement) => element.tabIndex >= 0 && !element.matches(':disabled'));
}

async function measure(one: Locator, state: string): Promise<Measure> {
  return one.evaluate((element: HTMLElement, at): Measure => {
    type Colour = [number, number, number, number];
    const read = (text: string): Colour => {
      const [r, g, b, a = 1] = (text.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
      return [r, g, b, a];
    };
    const over = ([r, g, b, a]: Colour, [x, y, z]: Colour): Colour => [
      r * a + x * (1 - a),
      g * a + y * (1 - a),
      b * a + z * (1 - a),
      1,
    ];
    const light = ([r, g, b]: Colour) => {
      const [x, y, z] = [r, g, b].map((part) => (part <= 10.31 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const contrast = (a: Colour, b: Colour) => {
      const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
      return (high + 0.05) / (low + 0.05);
    };
    const faded = (colour: Colour, opacity: string): Colour => [colour[0], colour[1], colour[2], colour[3] * Number(opacity)];
    /** What is behind the words of an element; Material lays a veil on a button that is hovered or focused. */
    const ground = (from: Element | null): Colour => {
      if (!from) {
        return [255, 255, 255, 1];
      }
      const style = getComputedStyle(from);
      let colour = over(read(style.backgroundColor), ground(from.parentElement));
      const veil = from.querySelector(':scope > .mat-mdc-button-persistent-ripple');
      if (veil) {
        const before = getComputedStyle(veil, '::before');
        colour = over(faded(read(before.backgroundColor), before.opacity), colour);
      }
      return colour;
    };
    const opacity = (from: Element | null): number =>
      from ? Number(getComputedStyle(from).opacity) * opacity(from.parentElement) : 1;
    const ink = (part: Element): number => {
      const behind = ground(part);
      const colour = read(getComputedStyle(part).color);
      return contrast(over(faded(colour, String(opacity(part))), behind), behind);
    };
    const shown = (part: Element) => {
      const { width, height } = part.getBoundingClientRect();
      return width > 1 && height > 1;
    };
    const speaks = (part: Element) =>
      [...part.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue!.trim() !== '');
    const parts = [element, ...element.querySelectorAll('*')].filter(shown);
    const typed = element.matches('input:not([type=checkbox], [type=radio], [type=file]), select, textarea');
    const words = typed ? [element] : parts.filter(speaks);
    const icons = words.length === 0 ? parts.filter((part) => part.matches('.fa')) : [];
    const least = (of: Element[]) => (of.length > 0 ? Math.min(...of.map(ink)) : null);

    const style = getComputedStyle(element);
    const around = ground(element.parentElement);
    const border = read(style.borderTopColor);
    const framed = parseFloat(style.borderTopWidth) > 0 && parseFloat(style.borderLeftWidth) > 0 && border[3] > 0;
    const filled = element.matches('.mat-mdc-unelevated-button');
    const edges = [
      ...(framed && !element.matches('[type=checkbox], [type=radio]') ? [contrast(over(border, around), around)] : []),
      ...(filled ? [contrast(ground(element), around)] : []),
    ];
    // A file is chosen through a field that is not seen: its words show the focus.
    const holder = getComputedStyle(element.closest('label.dem-file') ?? element);
    const outlined = holder.outlineStyle !== 'none' && parseFloat(holder.outlineWidth) >= 2;
    const ring = outlined ? contrast(over(read(holder.outlineColor), around), around) : 0;
    return {
      what: `${element.tagName.toLowerCase()}.${[...element.classList].join('.')} « ${(element.textContent ?? '').trim().slice(0, 40)} »`,
      state: at,
      disabled: element.matches(':disabled'),
      text: least(words),
      icon: least(icons),
      edge: edges.length > 0 ? Math.max(...edges) : null,
      ring: at === 'focus' && element === document.activeElement ? ring : null,
    };
  }, state);
}

/** Lays a sheet of style on the page, past its policy: to prove that what it does is seen. */
export async function dress(page: Page, css: string): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, css);
}

export async function expectReadable(page: Page, name: string): Promise<void> {
  const measures = await measured(page);
  console.log(`${name}, ${measures.length} measures. ${worst(measures)}`);
  expect.soft(faults(measures), name).toEqual([]);
}
