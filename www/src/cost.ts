// Describes estimates of cost as text, on the page and in the package.

import type { Budget, CostComponent, CostRange, Estimate, ResourceCost } from './types.js';

/** Number of resources that a summary names. */
const NAMED = 3;
/** Milliseconds of a year, after which prices are called old. */
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** US dollars in short: cents below 10, dollars above. */
export function money(usd: number): string {
  return dollars(usd, Math.abs(usd) < 9.995 ? 2 : 0);
}

/** US dollars with cents. */
export function cents(usd: number): string {
  return dollars(usd, 2);
}

function dollars(usd: number, digits: number): string {
  const amount = Math.abs(usd);
  const text = amount.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const tiny = amount > 0 && amount < 0.005;
  return `${usd < 0 && !tiny ? '-' : ''}${tiny ? 'less than $0.01' : `$${text}`}`;
}

/** A difference with its sign: `+$3.30`. */
export function signed(usd: number): string {
  return usd > 0 ? `+${money(usd)}` : money(usd);
}

/** A range with cents, or one amount where both ends are equal. */
export function exactRange({ low, high }: CostRange): string {
  return cents(low) === cents(high) ? cents(high) : `${cents(low)} to ${cents(high)}`;
}

/** A range, or one amount where both ends are equal. */
export function rangeOf({ low, high }: CostRange): string {
  return money(low) === money(high) ? money(high) : `${money(low)} to ${money(high)}`;
}

/** The monthly cost in one line: `$31 a month + usage`. What is not known is named. */
export function headline({ total, more, resources, syntaxErrors }: Estimate): string {
  if (resources.length === 0 && syntaxErrors === 0) return 'no resources to price';
  const { fixed, byUsage, unknown, notPriced } = total;
  const rest = [
    ...(byUsage > 0 ? ['usage'] : []),
    ...(unknown > 0 ? [`${unknown} not known`] : []),
    ...(notPriced > 0 ? [`${notPriced} not priced`] : []),
    ...(more > 0 ? [`${more} resources left out`] : []),
    ...(syntaxErrors > 0 ? ['what does not parse'] : []),
  ].join(' + ');
  if (fixed.high === 0) {
    if (rest === '') return 'no charge';
    return byUsage > 0 && unknown + notPriced + more + syntaxErrors === 0
      ? 'by usage only'
      : `$0 fixed + ${rest}`;
  }
  const about = total.isAbout ? 'about ' : '';
  return `${about}${rangeOf(fixed)} a month${rest === '' ? '' : ` + ${rest}`}`;
}

/** Resources by descending cost, without those that cost nothing. */
export function dearest({ resources }: Estimate): readonly ResourceCost[] {
  const weight = ({ monthly, usage }: ResourceCost): number => monthly.high + usage;
  return resources
    .filter((one) => one.kind !== 'free')
    .sort((one, other) => weight(other) - weight(one));
}

/**
 * How the estimate was computed, one sentence each.
 *
 * `now` is milliseconds since 1970.
 */
export function explanation(estimate: Estimate, now: number): string[] {
  const { pricesOf, oldestPrice, region, isRegionAssumed, total } = estimate;
  const since = oldestPrice === null || oldestPrice === pricesOf ? '' : `${month(oldestPrice)} to `;
  const old = now - Date.parse(`${pricesOf}-01`) > YEAR_MS;
  return [
    `AWS list prices of ${since}${month(pricesOf)} for ${region}${
      isRegionAssumed ? ', assumed because no region is stated' : ''
    }, 730 hours a month, computed here from the configuration.`,
    ...(old ? ['These prices are over a year old: check them before you rely on them.'] : []),
    ...(total.isAbout
      ? [
          '"About" marks prices that are computed from those of us-east-1, ' +
            'estimated or not verified.',
        ]
      : []),
    ...(total.byUsage > 0
      ? [
          total.usage > 0
            ? `At light use the usage adds ${money(total.usage)} a month; yours can differ widely.`
            : 'At light use the usage adds nothing; yours can differ widely.',
        ]
      : []),
    'Not included: data transfer out of AWS, taxes, discounts, credits and the free tier.',
  ];
}

/** Sentences on what is not known or not priced, the first ones by address. */
export function gaps(estimate: Estimate): string[] {
  const found = estimate.resources.flatMap(({ address, reason, components, kind }) => {
    const own = components.find(({ unknown }) => unknown !== null);
    if (own !== undefined) return [`${address}: ${own.name}: ${own.unknown}`];
    return reason !== null && kind !== 'free' ? [`${address}: ${reason}`] : [];
  });
  const { syntaxErrors } = estimate;
  const unread =
    syntaxErrors > 0
      ? [`${count(syntaxErrors, 'syntax error')}: what they hide is not priced`]
      : [];
  return [...unread, ...found];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The fixed part of a resource's cost with cents; what is not known is never zero. */
export function fixedOf({ kind, monthly, components }: ResourceCost): string {
  if (kind === 'not_priced') return 'not priced';
  if (kind === 'usage') return 'by usage';
  const isUnknown = components.some(({ unknown, isUsage }) => unknown !== null && !isUsage);
  if (isUnknown && monthly.high === 0) return 'not known';
  const about = components.some((one) => !one.isUsage && isAbout(one)) ? 'about ' : '';
  return `${about}${exactRange(monthly)}${isUnknown ? ' + not known' : ''}`;
}

/** A budget against an estimate: null where it holds for sure or none is stated. */
export function overBudget(estimate: Estimate, monthly: number | null): string | null {
  if (monthly === null) return null;
  const { fixed, usage, unknown, notPriced } = estimate.total;
  const drivers = dearest(estimate)
    .filter((one) => one.monthly.high > 0)
    .slice(0, NAMED)
    .map((one) => `${one.address} (${rangeOf(one.monthly)})`)
    .join(', ');
  const limit = `the budget of ${money(monthly)} a month`;
  if (fixed.low > monthly) return `Over ${limit}: ${rangeOf(fixed)} fixed, most of it ${drivers}.`;
  if (fixed.high > monthly)
    return `May exceed ${limit}: ${rangeOf(fixed)} fixed, most of it ${drivers}.`;
  if (fixed.high + usage > monthly) {
    return `May exceed ${limit}: ${rangeOf(fixed)} fixed and ${money(usage)} at light use.`;
  }
  if (estimate.syntaxErrors > 0) {
    return `Not sure to keep ${limit}: ${count(estimate.syntaxErrors, 'syntax error')}.`;
  }
  return unknown + notPriced > 0
    ? `Not sure to keep ${limit}: ${unknown + notPriced} resources are not known or not priced.`
    : null;
}

/** The budget of a request against an estimate; names one that cannot be compared. */
export function budgetText(estimate: Estimate, budget: Budget): string | null {
  const { monthly, otherCurrency } = budget;
  return otherCurrency === null
    ? overBudget(estimate, monthly)
    : `The budget of ${otherCurrency} is not compared: list prices are in US dollars.`;
}

/** A resource whose cost differs between two estimates. */
export interface CostDifference {
  readonly address: string;
  readonly before: number;
  readonly after: number;
}

/** Fixed monthly costs that differ, the largest first. */
export function differences(before: Estimate, after: Estimate): readonly CostDifference[] {
  const sums = (estimate: Estimate): Map<string, number> => {
    const found = new Map<string, number>();
    for (const { address, monthly } of estimate.resources) {
      found.set(address, (found.get(address) ?? 0) + monthly.high);
    }
    return found;
  };
  const [one, other] = [sums(before), sums(after)];
  return [...new Set([...one.keys(), ...other.keys()])]
    .map((address) => ({
      address,
      before: one.get(address) ?? 0,
      after: other.get(address) ?? 0,
    }))
    .filter(({ before: from, after: to }) => Math.abs(to - from) >= 0.005)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}

/** The text for fixes that do not change an estimate. */
export function sameCostText(costsMoney: boolean): string {
  return costsMoney ? 'no fixed cost; what it costs depends on use' : 'no difference in cost';
}

/** The difference of two estimates: `+$3.30 a month`, with what else changes. */
export function differenceLine(before: Estimate, after: Estimate): string | null {
  const fixed = after.total.fixed.high - before.total.fixed.high;
  const usage = after.total.usage - before.total.usage;
  const unknown =
    after.total.unknown + after.total.notPriced - before.total.unknown - before.total.notPriced;
  const parts = [
    ...(Math.abs(fixed) >= 0.005 ? [`${signed(fixed)} a month`] : []),
    ...(Math.abs(usage) >= 0.005 ? [`${signed(usage)} at light use`] : []),
    ...(unknown > 0 ? [`${unknown} more not known`] : []),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

/** Whether a price is not a list price of its region. */
function isAbout({ trust }: CostComponent): boolean {
  return trust === 'about' || trust === 'factor';
}

/** One component: `730 hours x $0.045 = $32.85`. */
export function sumOf(component: CostComponent): string {
  const { quantity, unit, price, monthly, unknown } = component;
  if (quantity === null || price === null || monthly === null) return unknown ?? 'not known';
  const amount = quantity.toLocaleString('en', { maximumFractionDigits: 4 });
  const about = isAbout(component) ? 'about ' : '';
  return `${amount} ${unit} x $${Number(price.toPrecision(6))} = ${about}${cents(monthly)}`;
}

/** A month such as `October 2026`. */
function month(text: string): string {
  const at = new Date(`${text.length === 4 ? `${text}-01` : text}-01T00:00:00Z`);
  return at.toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}
