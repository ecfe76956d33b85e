import { addDays } from '../kernel/time.ts';
import type { DemoPlace } from './places.ts';
import type { Prng } from './prng.ts';

export interface DemoPerson {
  readonly given: string;
  readonly family: string;
  readonly sex: 'female' | 'male';
  readonly birthDate: string;
  readonly phone: string;
  readonly address: {
    readonly line1: string;
    readonly city: string;
    readonly state: string;
    readonly postalCode: string;
  };
}

/** First names people have, family names nobody has: believable on a screen, and plainly made up. */
const names = {
  US: {
    female: [
      'Adelaide',
      'Beatriz',
      'Camille',
      'Dorothea',
      'Estelle',
      'Francine',
      'Greta',
      'Hyacinth',
      'Imani',
      'Josefina',
      'Keiko',
      'Lucille',
      'Marisol',
      'Noor',
      'Odalys',
      'Prudence',
      'Quiana',
      'Rosalind',
      'Saoirse',
      'Thandiwe',
      'Ursula',
      'Violeta',
      'Winifred',
      'Yesenia',
      'Zora',
    ],
    male: [
      'Ambrose',
      'Benedict',
      'Cornelius',
      'Desmond',
      'Emeka',
      'Ferdinand',
      'Gideon',
      'Horatio',
      'Ignacio',
      'Jasper',
      'Kenji',
      'Leopold',
      'Mateo',
      'Nikolai',
      'Octavio',
      'Percival',
      'Quentin',
      'Rashid',
      'Sylvester',
      'Thaddeus',
      'Ulises',
      'Valentin',
      'Wendell',
      'Xavier',
      'Zebulon',
    ],
    family: [
      'Applegarth',
      'Brambleby',
      'Candlewick',
      'Dunmarrow',
      'Elderquist',
      'Fennimoor',
      'Gildersleeve-Ray',
      'Hollowmere',
      'Inglebrook',
      'Jessamine-Orr',
      'Kettlewright',
      'Larkmoor',
      'Merriwhistle',
      'Nettlefield',
      'Osterglade',
      'Pennywhistle',
      'Quillfeather',
      'Ravenhollow',
      'Saltmarsh-Diaz',
      'Thistlewood',
      'Umberfield',
      'Velasquillo',
      'Wintergale',
      'Yarrowby',
      'Zephyrine',
      'Amberlough',
      'Birdwhistle',
      'Cloverley',
      'Driftwell',
      'Emberstone',
      'Fallowmere',
      'Greenhithe-Wu',
      'Hawksbill',
      'Ironmonger-Bey',
      'Juniperus',
      'Lanternjaw',
      'Marchbanks-Obi',
      'Nightshade-Lee',
      'Oakenfold',
      'Plumtree',
    ],
  },
  IN: {
    female: [
      'Aditi',
      'Bhavani',
      'Chitra',
      'Deepa',
      'Eesha',
      'Gauri',
      'Hema',
      'Indira',
      'Jaya',
      'Kavya',
      'Lalitha',
      'Malathi',
      'Nandini',
      'Padma',
      'Radha',
      'Savitri',
      'Uma',
      'Vasudha',
      'Yamuna',
    ],
    male: [
      'Anand',
      'Bharat',
      'Chetan',
      'Dinesh',
      'Girish',
      'Harish',
      'Ishaan',
      'Jagdish',
      'Kiran',
      'Lokesh',
      'Mohan',
      'Naveen',
      'Prakash',
      'Raghav',
      'Suresh',
      'Uday',
      'Vinay',
      'Yogesh',
    ],
    family: [
      'Hosamane',
      'Kadalur',
      'Belagodu',
      'Neelavara',
      'Tulasipura',
      'Chandanahalli',
      'Malligekere',
      'Sampigemane',
      'Honnedeepa',
      'Kamalapete',
      'Navilugudi',
      'Gandhada',
      'Hasirukatte',
      'Bilikallu',
      'Muttinakere',
      'Tavarekola',
      'Suryagudda',
      'Megharaya',
      'Vanamane',
      'Holalu',
    ],
  },
} as const;

/** Parts of family names for a store with many patients: heads times tails, so that few share one. */
const familyParts = {
  US: {
    heads:
      'Apple Bramble Candle Dun Elder Fenni Gilder Hollow Ingle Jessa Kettle Lark Merri Nettle Oster Penny Quill Raven Salt Thistle Umber Velas Winter Yarrow Zephyr Amber Bird Clover Drift Ember Fallow Green Hawk Iron Juniper Lantern Marsh Night Oak Plum'.split(
        ' ',
      ),
    tails:
      'garth by wick marrow quist moor sleeve mere brook orr wright field whistle bury glade ford feather hollow diaz wood berry quillo gale low rine lough ley well stone hithe'.split(
        ' ',
      ),
  },
  IN: {
    heads:
      'Hosa Kada Bela Neela Tulasi Chanda Malli Sampi Honne Kamala Navilu Gandha Hasiru Bili Muttu Tavare Surya Megha Vana Hola'.split(
        ' ',
      ),
    tails: 'mane lur godu vara pura halli kere deepa pete gudi katte kallu kola raya nagara betta'.split(' '),
  },
} as const;

export interface PersonWish {
  readonly ages: { readonly min: number; readonly max: number };
  readonly sex?: 'female' | 'male';
  /** Many different family names instead of the forty of a small store. */
  readonly isOneOfMany?: boolean;
}

/** A person who lives around the store. */
export function makePerson(rng: Prng, place: DemoPlace, today: string, wish: PersonWish): DemoPerson {
  const list = names[place.country];
  const sex = wish.sex ?? (rng.chance(54) ? 'female' : 'male');
  const town = rng.pick(place.towns);
  return {
    given: rng.pick(list[sex]),
    family: wish.isOneOfMany ? composedFamily(rng, place) : rng.pick(list.family),
    sex,
    birthDate: addDays(today, -rng.between(wish.ages.min * 365 + 30, wish.ages.max * 365 + 200)),
    phone: phoneNumber(rng, place),
    address: {
      line1: `${rng.between(1, 999)} ${rng.pick(place.streets)}`,
      city: town.city,
      state: place.state,
      postalCode: town.postalCode,
    },
  };
}

function composedFamily(rng: Prng, place: DemoPlace): string {
  const parts = familyParts[place.country];
  return rng.pick(parts.heads) + rng.pick(parts.tails);
}

/** Exchange 555 belongs to no subscriber's line here. */
function phoneNumber(rng: Prng, place: DemoPlace): string {
  if (place.country === 'IN') return `+91 80 5550 ${rng.digits(4)}`;
  return `${rng.pick(place.areaCodes)}-555-${rng.digits(4)}`;
}

/** Adults at the head of the list: the stories are about them. */
export const adultsFirst = 12;

/** Persons nobody else in the list is: no name twice. */
export function makePeople(rng: Prng, place: DemoPlace, today: string, count: number): DemoPerson[] {
  const seen = new Set<string>();
  const people: DemoPerson[] = [];
  while (people.length < count) {
    const isChild = people.length >= adultsFirst && rng.chance(10);
    const person = makePerson(rng, place, today, { ages: isChild ? { min: 2, max: 14 } : { min: 24, max: 86 } });
    const name = `${person.given} ${person.family}`;
    if (seen.has(name)) continue;
    seen.add(name);
    people.push(person);
  }
  return people;
}
