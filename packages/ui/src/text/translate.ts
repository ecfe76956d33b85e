/** A message: a sentence with `{names}` in it, or one sentence per plural form chosen by `{count}`. */
export type Message = string | { readonly one: string; readonly other: string };
export type Catalogue = Readonly<Record<string, Message>>;
/** Another language: any part of the catalogue, in any wording; what is missing is shown in English. */
export type Translation<C extends Catalogue> = { readonly [K in keyof C]?: Message };

type NamesIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type NamesOf<M> = M extends string
  ? NamesIn<M>
  : M extends { other: infer Other extends string }
    ? NamesIn<Other> | 'count'
    : never;
/** Keys of sentences without values: for tables of labels. */
export type PlainKey<C extends Catalogue> = {
  [K in keyof C & string]: ArgumentsOf<C[K]> extends [] ? K : never;
}[keyof C & string];

type ArgumentsOf<M> = [NamesOf<M>] extends [never] ? [] : [values: Readonly<Record<NamesOf<M>, string | number>>];

export type Translate<C extends Catalogue> = <K extends keyof C & string>(
  key: K,
  ...values: ArgumentsOf<C[K]>
) => string;

export type Translator<C extends Catalogue> = Translate<C> & { readonly locale: string };

/** Numbers are written in the locale's own way; a name without a value stays visible so that a test finds it. */
export function createTranslator<const C extends Catalogue>(
  catalogue: C,
  locale = 'en-US',
  translation: Translation<C> = {},
): Translator<C> {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);

  function sentence(message: Message, values: Readonly<Record<string, string | number>>): string {
    const text = typeof message === 'string' ? message : pick(message, values.count);
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? number.format(value) : value;
    });
  }
  function pick(message: { one: string; other: string }, count: string | number | undefined): string {
    return plural.select(Number(count)) === 'one' ? message.one : message.other;
  }
  const translate = (key: keyof C & string, values: Readonly<Record<string, string | number>> = {}) =>
    sentence(translation[key] ?? catalogue[key] ?? key, values);
  return Object.assign(translate, { locale }) as Translator<C>;
}
