import type { DoseUnit, Verb } from '../../prescriptions/sig/sig-model.ts';

/**
 * French, Hindi and Arabic of what a sig can say; English and Spanish are the sig module's own. A key that is not here
 * makes the whole sentence fall back to English: nothing is translated by guess.
 */
export interface Trio {
  readonly fr: string;
  readonly hi: string;
  readonly ar: string;
}
const trio = (fr: string, hi: string, ar: string): Trio => ({ fr, hi, ar });

/** French one and many; Hindi the same for both; Arabic one, two, three to ten, and with a number above or a part. */
export interface UnitForms {
  readonly fr: readonly [string, string];
  readonly hi: string;
  readonly ar: readonly [one: string, two: string, few: string, other: string];
}
const unit = (fr: string, frs: string, hi: string, ar: readonly [string, string, string, string]): UnitForms => ({
  fr: [fr, frs],
  hi,
  ar,
});
const same = (text: string): readonly [string, string, string, string] => [text, text, text, text];

export const unitForms: Readonly<Partial<Record<DoseUnit, UnitForms>>> = {
  test: unit('test', 'tests', 'जाँच', ['فحصًا واحدًا', 'فحصين', 'فحوص', 'فحصًا']),
  tablet: unit('comprimé', 'comprimés', 'गोली', ['قرصًا واحدًا', 'قرصين', 'أقراص', 'قرصًا']),
  capsule: unit('gélule', 'gélules', 'कैप्सूल', ['كبسولة واحدة', 'كبسولتين', 'كبسولات', 'كبسولة']),
  mL: unit('mL', 'mL', 'मिलीलीटर (mL)', same('مل')),
  drop: unit('goutte', 'gouttes', 'बूँद', ['قطرة واحدة', 'قطرتين', 'قطرات', 'قطرة']),
  puff: unit('bouffée', 'bouffées', 'पफ़', ['بخة واحدة', 'بختين', 'بخات', 'بخة']),
  spray: unit('pulvérisation', 'pulvérisations', 'स्प्रे', ['رشة واحدة', 'رشتين', 'رشات', 'رشة']),
  patch: unit('patch', 'patchs', 'पैच', ['لصقة واحدة', 'لصقتين', 'لصقات', 'لصقة']),
  suppository: unit('suppositoire', 'suppositoires', 'सपोज़िटरी', ['تحميلة واحدة', 'تحميلتين', 'تحاميل', 'تحميلة']),
  unit: unit('unité', 'unités', 'यूनिट', ['وحدة واحدة', 'وحدتين', 'وحدات', 'وحدة']),
  mg: unit('mg', 'mg', 'मि.ग्रा. (mg)', same('ملغ')),
  mcg: unit('mcg', 'mcg', 'माइक्रोग्राम (mcg)', same('مكغ')),
  g: unit('gramme', 'grammes', 'ग्राम', same('غ')),
  application: unit('application', 'applications', 'बार लगाने जितनी मात्रा', ['دهنة واحدة', 'دهنتين', 'دهنات', 'دهنة']),
  applicatorful: unit('applicateur plein', 'applicateurs pleins', 'भरा एप्लिकेटर', [
    'أداة مملوءة واحدة',
    'أداتين مملوءتين',
    'أدوات مملوءة',
    'أداة مملوءة',
  ]),
  lozenge: unit('pastille', 'pastilles', 'चूसने की गोली', ['قرص مص واحدًا', 'قرصي مص', 'أقراص مص', 'قرص مص']),
  packet: unit('sachet', 'sachets', 'पैकेट', ['كيسًا واحدًا', 'كيسين', 'أكياس', 'كيسًا']),
  vial: unit('flacon', 'flacons', 'शीशी', ['قارورة واحدة', 'قارورتين', 'قوارير', 'قارورة']),
  film: unit('film', 'films', 'फ़िल्म', ['شريحة واحدة', 'شريحتين', 'شرائح', 'شريحة']),
  pump: unit('pression', 'pressions', 'पंप', ['ضخة واحدة', 'ضختين', 'ضخات', 'ضخة']),
  ring: unit('anneau', 'anneaux', 'रिंग', ['حلقة واحدة', 'حلقتين', 'حلقات', 'حلقة']),
  scoop: unit('dosette', 'dosettes', 'स्कूप', ['مكيالًا واحدًا', 'مكيالين', 'مكاييل', 'مكيالًا']),
  capful: unit('bouchon plein', 'bouchons pleins', 'ढक्कन भर', [
    'غطاء مملوءًا واحدًا',
    'غطاءين مملوءين',
    'أغطية مملوءة',
    'غطاء مملوءًا',
  ]),
  piece: unit('morceau', 'morceaux', 'टुकड़ा', ['قطعة واحدة', 'قطعتين', 'قطع', 'قطعة']),
  syringe: unit('seringue', 'seringues', 'सिरिंज', ['محقنة واحدة', 'محقنتين', 'محاقن', 'محقنة']),
  pen: unit('stylo', 'stylos', 'पेन', ['قلمًا واحدًا', 'قلمين', 'أقلام', 'قلمًا']),
  kit: unit('trousse', 'trousses', 'किट', ['عدة واحدة', 'عدتين', 'عدد', 'عدة']),
};

/** Hindi verbs stand at the end of the sentence. */
export const verbForms: Readonly<Partial<Record<Verb, Trio>>> = {
  test: trio('Testez', 'जाँच करें', 'افحص'),
  take: trio('Prenez', 'लें', 'تناول'),
  chew: trio('Mâchez', 'चबाएँ', 'امضغ'),
  dissolve: trio('Laissez fondre', 'घुलने दें', 'اترك يذوب'),
  apply: trio('Appliquez', 'लगाएँ', 'ضع'),
  place: trio('Mettez', 'डालें', 'ضع'),
  inhale: trio('Inhalez', 'साँस से अंदर लें', 'استنشق'),
  inject: trio('Injectez', 'इंजेक्शन लगाएँ', 'احقن'),
  insert: trio('Insérez', 'अंदर रखें', 'أدخل'),
  use: trio('Utilisez', 'इस्तेमाल करें', 'استعمل'),
  'swish-spit': trio('Rincez la bouche et recrachez', 'मुँह में घुमाकर थूक दें', 'تمضمض وابصق'),
  'swish-swallow': trio('Rincez la bouche et avalez', 'मुँह में घुमाकर निगलें', 'تمضمض وابلع'),
  give: trio('Donnez', 'दें', 'أعط'),
};

type Table = ReadonlyMap<string, Trio>;
const table = (rows: Readonly<Record<string, Trio>>): Table => new Map(Object.entries(rows));

export const routeForms: Table = table({
  oral: trio('par la bouche', 'मुँह से', 'عن طريق الفم'),
  sublingual: trio('sous la langue', 'जीभ के नीचे', 'تحت اللسان'),
  buccal: trio('contre la joue', 'गाल के अंदर', 'داخل الخد'),
  rectal: trio('dans le rectum', 'गुदा में', 'في المستقيم'),
  vaginal: trio('dans le vagin', 'योनि में', 'في المهبل'),
  intramuscular: trio('dans le muscle', 'मांसपेशी में', 'في العضل'),
  subcutaneous: trio('sous la peau', 'त्वचा के नीचे', 'تحت الجلد'),
  intravenous: trio('dans la veine', 'नस में', 'في الوريد'),
  intradermal: trio('dans la peau', 'त्वचा में', 'داخل الجلد'),
  inhaled: trio('par inhalation', 'साँस के साथ', 'بالاستنشاق'),
  nebulizer: trio('avec le nébuliseur', 'नेबुलाइज़र से', 'بجهاز الرذاذ'),
  nasal: trio('dans le nez', 'नाक में', 'في الأنف'),
  'each-nostril': trio('dans chaque narine', 'हर नथुने में', 'في كل فتحة أنف'),
  'one-nostril': trio('dans une narine', 'एक नथुने में', 'في فتحة أنف واحدة'),
  'right-nostril': trio('dans la narine droite', 'दाएँ नथुने में', 'في فتحة الأنف اليمنى'),
  'left-nostril': trio('dans la narine gauche', 'बाएँ नथुने में', 'في فتحة الأنف اليسرى'),
  'right-eye': trio("dans l'œil droit", 'दाईं आँख में', 'في العين اليمنى'),
  'left-eye': trio("dans l'œil gauche", 'बाईं आँख में', 'في العين اليسرى'),
  'both-eyes': trio('dans les deux yeux', 'दोनों आँखों में', 'في كلتا العينين'),
  'affected-eye': trio("dans l'œil atteint", 'प्रभावित आँख में', 'في العين المصابة'),
  'right-ear': trio("dans l'oreille droite", 'दाएँ कान में', 'في الأذن اليمنى'),
  'left-ear': trio("dans l'oreille gauche", 'बाएँ कान में', 'في الأذن اليسرى'),
  'both-ears': trio('dans les deux oreilles', 'दोनों कानों में', 'في كلتا الأذنين'),
  'affected-ear': trio("dans l'oreille atteinte", 'प्रभावित कान में', 'في الأذن المصابة'),
  'affected-area': trio('sur la zone atteinte', 'प्रभावित जगह पर', 'على المنطقة المصابة'),
  skin: trio('sur la peau', 'त्वचा पर', 'على الجلد'),
  scalp: trio('sur le cuir chevelu', 'सिर की त्वचा पर', 'على فروة الرأس'),
  face: trio('sur le visage', 'चेहरे पर', 'على الوجه'),
  hands: trio('sur les mains', 'हाथों पर', 'على اليدين'),
  feet: trio('sur les pieds', 'पैरों पर', 'على القدمين'),
  arms: trio('sur les bras', 'बाँहों पर', 'على الذراعين'),
  legs: trio('sur les jambes', 'टाँगों पर', 'على الساقين'),
  back: trio('sur le dos', 'पीठ पर', 'على الظهر'),
  chest: trio('sur la poitrine', 'छाती पर', 'على الصدر'),
  trunk: trio('sur le tronc', 'धड़ पर', 'على الجذع'),
  neck: trio('sur le cou', 'गर्दन पर', 'على الرقبة'),
  groin: trio("sur l'aine", 'जाँघ के जोड़ पर', 'على منطقة الأربية'),
  nails: trio('sur les ongles', 'नाखूनों पर', 'على الأظافر'),
  gums: trio('sur les gencives', 'मसूड़ों पर', 'على اللثة'),
  knee: trio('sur le genou', 'घुटने पर', 'على الركبة'),
  knees: trio('sur les genoux', 'घुटनों पर', 'على الركبتين'),
  'right-knee': trio('sur le genou droit', 'दाएँ घुटने पर', 'على الركبة اليمنى'),
  'left-knee': trio('sur le genou gauche', 'बाएँ घुटने पर', 'على الركبة اليسرى'),
  elbow: trio('sur le coude', 'कोहनी पर', 'على المرفق'),
  elbows: trio('sur les coudes', 'कोहनियों पर', 'على المرفقين'),
  shoulder: trio("sur l'épaule", 'कंधे पर', 'على الكتف'),
  shoulders: trio('sur les épaules', 'कंधों पर', 'على الكتفين'),
  hand: trio('sur la main', 'हाथ पर', 'على اليد'),
  foot: trio('sur le pied', 'पैर पर', 'على القدم'),
  arm: trio('sur le bras', 'बाँह पर', 'على الذراع'),
  leg: trio('sur la jambe', 'टाँग पर', 'على الساق'),
  ankle: trio('sur la cheville', 'टखने पर', 'على الكاحل'),
  wrist: trio('sur le poignet', 'कलाई पर', 'على الرسغ'),
  thigh: trio('sur la cuisse', 'जाँघ पर', 'على الفخذ'),
  abdomen: trio('sur le ventre', 'पेट पर', 'على البطن'),
  eyelids: trio('sur les paupières', 'पलकों पर', 'على الجفون'),
  lips: trio('sur les lèvres', 'होंठों पर', 'على الشفتين'),
  rash: trio("sur l'éruption", 'चकत्तों पर', 'على الطفح'),
  wound: trio('sur la plaie', 'घाव पर', 'على الجرح'),
  'g-tube': trio("par la sonde d'alimentation", 'फ़ीडिंग ट्यूब से', 'عبر أنبوب التغذية'),
});

export const whenForms: Table = table({
  morning: trio('le matin', 'सुबह', 'صباحًا'),
  noon: trio('à midi', 'दोपहर में', 'ظهرًا'),
  afternoon: trio("l'après-midi", 'दोपहर बाद', 'بعد الظهر'),
  evening: trio('le soir', 'शाम को', 'مساءً'),
  bedtime: trio('au coucher', 'सोते समय', 'عند النوم'),
  'before-bedtime': trio('avant le coucher', 'सोने से पहले', 'قبل النوم'),
  'before-meals': trio('avant les repas', 'खाने से पहले', 'قبل الوجبات'),
  'after-meals': trio('après les repas', 'खाने के बाद', 'بعد الوجبات'),
  'with-meals': trio('pendant les repas', 'खाने के साथ', 'مع الوجبات'),
  'with-food': trio('avec de la nourriture', 'कुछ खाकर', 'مع الطعام'),
  'with-breakfast': trio('avec le petit déjeuner', 'नाश्ते के साथ', 'مع الفطور'),
  'with-lunch': trio('avec le déjeuner', 'दोपहर के खाने के साथ', 'مع الغداء'),
  'with-dinner': trio('avec le dîner', 'रात के खाने के साथ', 'مع العشاء'),
  'before-breakfast': trio('avant le petit déjeuner', 'नाश्ते से पहले', 'قبل الفطور'),
  'before-lunch': trio('avant le déjeuner', 'दोपहर के खाने से पहले', 'قبل الغداء'),
  'before-dinner': trio('avant le dîner', 'रात के खाने से पहले', 'قبل العشاء'),
  'after-breakfast': trio('après le petit déjeuner', 'नाश्ते के बाद', 'بعد الفطور'),
  'after-lunch': trio('après le déjeuner', 'दोपहर के खाने के बाद', 'بعد الغداء'),
  'after-dinner': trio('après le dîner', 'रात के खाने के बाद', 'بعد العشاء'),
  'empty-stomach': trio("l'estomac vide", 'खाली पेट', 'على معدة فارغة'),
  'with-water': trio("avec un grand verre d'eau", 'एक पूरे गिलास पानी के साथ', 'مع كوب كامل من الماء'),
  'with-milk': trio('avec du lait', 'दूध के साथ', 'مع الحليب'),
  now: trio('tout de suite', 'अभी', 'الآن'),
  'at-onset': trio('dès les premiers symptômes', 'लक्षण शुरू होते ही', 'عند بدء الأعراض'),
  'after-bowel-movement': trio('après chaque selle', 'हर बार शौच के बाद', 'بعد كل تبرز'),
  'after-loose-stool': trio('après chaque selle liquide', 'हर पतले दस्त के बाद', 'بعد كل براز رخو'),
  'around-clock': trio('jour et nuit', 'दिन-रात', 'ليلًا ونهارًا'),
  'before-procedure': trio("avant l'intervention", 'प्रक्रिया से पहले', 'قبل الإجراء'),
  'before-dental': trio('avant le rendez-vous chez le dentiste', 'दाँत के डॉक्टर के पास जाने से पहले', 'قبل موعد الأسنان'),
  'with-some-water': trio("avec de l'eau", 'पानी के साथ', 'مع الماء'),
  'with-food-or-milk': trio('avec de la nourriture ou du lait', 'खाने या दूध के साथ', 'مع الطعام أو الحليب'),
  'at-onset-migraine': trio('dès le début de la migraine', 'माइग्रेन शुरू होते ही', 'عند بدء الصداع النصفي'),
  'at-onset-headache': trio('dès le début du mal de tête', 'सिरदर्द शुरू होते ही', 'عند بدء الصداع'),
  today: trio("aujourd'hui", 'आज', 'اليوم'),
  'while-awake': trio("pendant l'éveil", 'जागते समय', 'أثناء اليقظة'),
  'with-insulin-meal': trio('à chaque repas', 'हर भोजन के साथ', 'مع كل وجبة'),
});

export const extraForms: Table = table({
  'until-gone': trio('Terminez tout le traitement.', 'पूरी दवा खत्म करें।', 'أكمل الدواء كله.'),
  'shake-well': trio('Bien agiter.', 'अच्छी तरह हिलाएँ।', 'رجّ جيدًا.'),
  'rinse-mouth': trio('Rincez la bouche après usage.', 'इस्तेमाल के बाद कुल्ला करें।', 'اغسل فمك بعد الاستعمال.'),
  'do-not-crush': trio('Ne pas écraser ni croquer.', 'न पीसें, न चबाएँ।', 'لا تسحقه ولا تمضغه.'),
  'avoid-alcohol': trio("Ne pas boire d'alcool.", 'शराब न पिएँ।', 'لا تشرب الكحول.'),
  drowsiness: trio('Peut rendre somnolent.', 'नींद आ सकती है।', 'قد يسبب النعاس.'),
  refrigerate: trio('Conserver au réfrigérateur.', 'फ्रिज में रखें।', 'احفظه في الثلاجة.'),
  'rotate-sites': trio("Changez d'endroit à chaque fois.", 'हर बार जगह बदलें।', 'غيّر الموضع في كل مرة.'),
  'thin-layer': trio('En couche mince.', 'पतली परत लगाएँ।', 'طبقة رقيقة.'),
  'no-driving': trio('Ne pas conduire.', 'गाड़ी न चलाएँ।', 'لا تقد السيارة.'),
  'plenty-water': trio("Buvez beaucoup d'eau.", 'खूब पानी पिएँ।', 'اشرب الكثير من الماء.'),
  'remove-old': trio("Retirez d'abord l'ancien patch.", 'पहले पुराना पैच हटाएँ।', 'أزل اللصقة القديمة أولًا.'),
  'no-lying-down': trio('Ne vous allongez pas pendant 30 minutes.', '30 मिनट तक न लेटें।', 'لا تستلق لمدة 30 دقيقة.'),
  'small-amount': trio('En petite quantité.', 'थोड़ी मात्रा लगाएँ।', 'كمية صغيرة.'),
  'then-stop': trio('Ensuite, arrêtez.', 'उसके बाद बंद करें।', 'ثم توقف.'),
  'plenty-fluids': trio('Buvez beaucoup.', 'खूब तरल पदार्थ पिएँ।', 'اشرب الكثير من السوائل.'),
  'external-only': trio('Usage externe uniquement.', 'केवल त्वचा के लिए।', 'للجلد فقط.'),
});

export const weekdayForms: readonly Trio[] = [
  trio('lundi', 'सोमवार', 'الاثنين'),
  trio('mardi', 'मंगलवार', 'الثلاثاء'),
  trio('mercredi', 'बुधवार', 'الأربعاء'),
  trio('jeudi', 'गुरुवार', 'الخميس'),
  trio('vendredi', 'शुक्रवार', 'الجمعة'),
  trio('samedi', 'शनिवार', 'السبت'),
  trio('dimanche', 'रविवार', 'الأحد'),
];
