import type { LabelLanguage } from '../model.ts';

/** Fixed words of a label in one language. Functions take numbers as text, so that digits stay as they are. */
export interface Phrases {
  readonly phone: string;
  readonly rxNumber: string;
  readonly filled: string;
  readonly prescriber: string;
  readonly purpose: string;
  readonly genericFor: string;
  readonly manufacturer: string;
  readonly quantity: string;
  readonly owed: string;
  readonly refills: (left: number) => string;
  readonly refillsUntil: string;
  readonly noRefills: string;
  readonly discardAfter: string;
  readonly lot: string;
  readonly filledBy: string;
  readonly checkedBy: string;
  readonly pharmacistInCharge: string;
  readonly part: (part: string) => string;
  readonly appearance: string;
  readonly demo: string;
  readonly labelOf: (page: string, pages: string) => string;
  /** Beside it on every label but the last. */
  readonly continues: string;
  readonly bag: string;
  readonly bin: string;
  readonly born: string;
  /** Stands before directions that could only be given in English. */
  readonly directionsInEnglish: string;
  /** The legal caution is English; this says what it means. */
  readonly transferMeaning: string;
  readonly units: Readonly<Record<'EA' | 'ML' | 'GM', string>>;
}

export const transferCautionText =
  'Caution: Federal law prohibits the transfer of this drug to any person other than the patient for whom it was prescribed.';

const en: Phrases = {
  phone: 'Phone',
  rxNumber: 'Rx',
  filled: 'Filled',
  prescriber: 'Prescriber',
  purpose: 'For',
  genericFor: 'Generic for',
  manufacturer: 'Mfr',
  quantity: 'Qty',
  owed: 'Owed to you',
  refills: (left) => (left === 1 ? '1 refill left' : `${left} refills left`),
  refillsUntil: 'until',
  noRefills: 'No refills left',
  discardAfter: 'Discard after',
  lot: 'Lot',
  filledBy: 'Filled by',
  checkedBy: 'RPh',
  pharmacistInCharge: 'Pharmacist in charge',
  part: (part) => `Part ${part}`,
  appearance: 'Looks like',
  demo: 'DEMO STORE - NOT FOR USE',
  labelOf: (page, pages) => `Label ${page} of ${pages}`,
  continues: 'continues on the next label',
  bag: 'Bag',
  bin: 'Bin',
  born: 'Born',
  directionsInEnglish: 'Directions',
  transferMeaning: '',
  units: { EA: '', ML: 'mL', GM: 'g' },
};

const es: Phrases = {
  phone: 'Tel.',
  rxNumber: 'Receta',
  filled: 'Surtida',
  prescriber: 'Recetó',
  purpose: 'Para',
  genericFor: 'Genérico de',
  manufacturer: 'Fab.',
  quantity: 'Cant.',
  owed: 'Pendiente de entregar',
  refills: (left) => (left === 1 ? 'Queda 1 resurtido' : `Quedan ${left} resurtidos`),
  refillsUntil: 'hasta',
  noRefills: 'No quedan resurtidos',
  discardAfter: 'Desechar después del',
  lot: 'Lote',
  filledBy: 'Preparó',
  checkedBy: 'Farm.',
  pharmacistInCharge: 'Farmacéutico responsable',
  part: (part) => `Parte ${part}`,
  appearance: 'Aspecto',
  demo: 'FARMACIA DE PRUEBA - NO USAR',
  labelOf: (page, pages) => `Etiqueta ${page} de ${pages}`,
  continues: 'sigue en la siguiente etiqueta',
  bag: 'Bolsa',
  bin: 'Casillero',
  born: 'Nacimiento',
  directionsInEnglish: 'Instrucciones en inglés; pida al farmacéutico que se las explique',
  transferMeaning: 'La ley federal prohíbe dar este medicamento a otra persona.',
  units: { EA: '', ML: 'mL', GM: 'g' },
};

const fr: Phrases = {
  phone: 'Tél.',
  rxNumber: 'Ordonnance',
  filled: 'Délivrée le',
  prescriber: 'Prescripteur',
  purpose: 'Pour',
  genericFor: 'Générique de',
  manufacturer: 'Fab.',
  quantity: 'Qté',
  owed: 'Reste dû',
  refills: (left) => (left === 1 ? '1 renouvellement restant' : `${left} renouvellements restants`),
  refillsUntil: "jusqu'au",
  noRefills: 'Aucun renouvellement restant',
  discardAfter: 'Jeter après le',
  lot: 'Lot',
  filledBy: 'Préparé par',
  checkedBy: 'Pharm.',
  pharmacistInCharge: 'Pharmacien responsable',
  part: (part) => `Partie ${part}`,
  appearance: 'Aspect',
  demo: 'PHARMACIE DE DÉMONSTRATION - NE PAS UTILISER',
  labelOf: (page, pages) => `Étiquette ${page} sur ${pages}`,
  continues: "suite sur l'étiquette suivante",
  bag: 'Sac',
  bin: 'Casier',
  born: 'Né(e) le',
  directionsInEnglish: 'Instructions en anglais ; demandez au pharmacien de les expliquer',
  transferMeaning: 'La loi fédérale interdit de donner ce médicament à une autre personne.',
  units: { EA: '', ML: 'mL', GM: 'g' },
};

const hi: Phrases = {
  phone: 'फ़ोन',
  rxNumber: 'पर्चा',
  filled: 'भरा गया',
  prescriber: 'डॉक्टर',
  purpose: 'किसलिए',
  genericFor: 'जेनेरिक, ब्रांड',
  manufacturer: 'निर्माता',
  quantity: 'मात्रा',
  owed: 'बाकी देना है',
  refills: (left) => `${left} रीफ़िल बाकी`,
  refillsUntil: 'तक',
  noRefills: 'कोई रीफ़िल बाकी नहीं',
  discardAfter: 'इस तारीख के बाद फेंक दें',
  lot: 'लॉट',
  filledBy: 'भरने वाला',
  checkedBy: 'फ़ार्मासिस्ट',
  pharmacistInCharge: 'प्रभारी फ़ार्मासिस्ट',
  part: (part) => `भाग ${part}`,
  appearance: 'दिखने में',
  demo: 'डेमो दुकान - इस्तेमाल के लिए नहीं',
  labelOf: (page, pages) => `लेबल ${page} / ${pages}`,
  continues: 'अगले लेबल पर जारी',
  bag: 'थैली',
  bin: 'खाना',
  born: 'जन्म',
  directionsInEnglish: 'निर्देश अंग्रेज़ी में; फ़ार्मासिस्ट से समझाने को कहें',
  transferMeaning: 'यह दवा किसी और को देना संघीय कानून से मना है।',
  units: { EA: '', ML: 'mL', GM: 'g' },
};

const ar: Phrases = {
  phone: 'هاتف',
  rxNumber: 'وصفة رقم',
  filled: 'تاريخ الصرف',
  prescriber: 'الطبيب',
  purpose: 'لعلاج',
  genericFor: 'بديل مكافئ لـ',
  manufacturer: 'الشركة المصنعة',
  quantity: 'الكمية',
  owed: 'المتبقي لك',
  refills: (left) =>
    left === 1 ? 'تبقى مرة تجديد واحدة' : left === 2 ? 'تبقى مرتا تجديد' : `مرات التجديد المتبقية: ${left}`,
  refillsUntil: 'حتى',
  noRefills: 'لا يوجد تجديد متبق',
  discardAfter: 'لا يستعمل بعد',
  lot: 'رقم التشغيلة',
  filledBy: 'حضّره',
  checkedBy: 'الصيدلي',
  pharmacistInCharge: 'الصيدلي المسؤول',
  part: (part) => `الجزء ${part}`,
  appearance: 'الشكل',
  demo: 'صيدلية تجريبية - ليس للاستعمال',
  labelOf: (page, pages) => `ملصق ${page} من ${pages}`,
  continues: 'يتبع على الملصق التالي',
  bag: 'كيس',
  bin: 'الرف',
  born: 'تاريخ الميلاد',
  directionsInEnglish: 'التعليمات بالإنجليزية؛ اطلب من الصيدلي شرحها لك',
  transferMeaning: 'يحظر القانون الفيدرالي إعطاء هذا الدواء لشخص آخر.',
  units: { EA: '', ML: 'mL', GM: 'g' },
};

export const phrases: Readonly<Record<LabelLanguage, Phrases>> = { en, es, fr, hi, ar };

export function directionOf(language: LabelLanguage): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** A language tag of a patient record to one we can print; English for the rest. */
export function labelLanguage(tag: string | null | undefined): LabelLanguage {
  const base = (tag ?? 'en').toLowerCase().split(/[-_]/)[0] ?? 'en';
  return base === 'es' || base === 'fr' || base === 'hi' || base === 'ar' ? base : 'en';
}
