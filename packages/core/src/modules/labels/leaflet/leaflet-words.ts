import type { LabelLanguage } from '../model.ts';

export interface LeafletWords {
  readonly title: string;
  readonly headings: Readonly<
    Record<'medicine' | 'how' | 'what' | 'cautions' | 'missed' | 'storage' | 'effects' | 'questions', string>
  >;
  readonly noMonograph: string;
  readonly missedDaily: string;
  readonly missedOther: string;
  readonly missedNeeded: string;
  readonly storageRoom: string;
  readonly storageCold: string;
  readonly storageAlways: string;
  readonly discard: (date: string) => string;
  readonly effects: string;
  /** 21 CFR 209.10, with its meaning in other languages. */
  readonly report: string;
  readonly medicationGuide: string;
  readonly allMedicines: string;
  readonly call: (pharmacy: string, phone: string) => string;
  readonly notAdvice: string;
}

/** The side effects statement as 21 CFR 209 has it. It is printed on every leaflet, whatever the language. */
export const sideEffectsStatement =
  'Call your doctor for medical advice about side effects. You may report side effects to FDA at 1-800-FDA-1088.';

export const leafletWords: Readonly<Record<LabelLanguage, LeafletWords>> = {
  en: {
    title: 'Your medicine',
    headings: {
      medicine: 'Your medicine',
      how: 'How to take it',
      what: 'What it is',
      cautions: 'Take care',
      missed: 'If you miss a dose',
      storage: 'How to keep it',
      effects: 'Side effects',
      questions: 'Questions',
    },
    noMonograph:
      'We hold no description of our own of this medicine. Ask the pharmacist what it is for and read the manufacturer’s leaflet.',
    missedDaily:
      'Take it when you remember. If it is almost time for the next dose, leave the missed one out. Never take two doses at once.',
    missedOther: 'Call the pharmacy and ask what to do. Never take two doses at once.',
    missedNeeded: 'You take this only when you need it. Do not take it more often than the directions say.',
    storageRoom:
      'At room temperature, 20 to 25 °C (68 to 77 °F), away from heat, light and moisture. Not in the bathroom.',
    storageCold: 'In the refrigerator, 2 to 8 °C (36 to 46 °F). Do not freeze.',
    storageAlways: 'Keep it where children and pets cannot reach it. Do not share it.',
    discard: (date) => `Do not use it after ${date}.`,
    effects: 'Get help at once for swelling of face or throat, trouble breathing, or a bad rash.',
    report: sideEffectsStatement,
    medicationGuide: 'An FDA Medication Guide must come with this medicine. Ask for it if you did not get one.',
    allMedicines:
      'Tell the pharmacist about everything you take: other prescriptions, things bought without one, vitamins and herbs.',
    call: (pharmacy, phone) => `Call ${pharmacy} at ${phone} and ask for the pharmacist.`,
    notAdvice: 'This sheet does not say everything. It does not replace the advice of your doctor or pharmacist.',
  },
  es: {
    title: 'Su medicamento',
    headings: {
      medicine: 'Su medicamento',
      how: 'Cómo tomarlo',
      what: 'Qué es',
      cautions: 'Cuidado',
      missed: 'Si olvida una dosis',
      storage: 'Cómo guardarlo',
      effects: 'Efectos secundarios',
      questions: 'Preguntas',
    },
    noMonograph:
      'No tenemos una descripción propia de este medicamento. Pregunte al farmacéutico para qué sirve y lea el prospecto del fabricante.',
    missedDaily:
      'Tómela cuando se acuerde. Si ya casi es hora de la siguiente, omita la olvidada. Nunca tome dos dosis a la vez.',
    missedOther: 'Llame a la farmacia y pregunte qué hacer. Nunca tome dos dosis a la vez.',
    missedNeeded: 'Se toma solo cuando lo necesita. No lo tome más seguido de lo que dicen las instrucciones.',
    storageRoom:
      'A temperatura ambiente, de 20 a 25 °C (68 a 77 °F), lejos del calor, la luz y la humedad. No en el baño.',
    storageCold: 'En el refrigerador, de 2 a 8 °C (36 a 46 °F). No lo congele.',
    storageAlways: 'Fuera del alcance de niños y mascotas. No lo comparta.',
    discard: (date) => `No lo use después del ${date}.`,
    effects:
      'Pida ayuda de inmediato si se le hincha la cara o la garganta, le cuesta respirar o tiene un sarpullido fuerte.',
    report: 'Llame a su médico si tiene efectos secundarios. Puede informarlos a la FDA al 1-800-FDA-1088.',
    medicationGuide: 'Este medicamento debe venir con una guía de la FDA (Medication Guide). Pídala si no la recibió.',
    allMedicines: 'Diga al farmacéutico todo lo que toma: otras recetas, productos sin receta, vitaminas y hierbas.',
    call: (pharmacy, phone) => `Llame a ${pharmacy} al ${phone} y pida hablar con el farmacéutico.`,
    notAdvice: 'Esta hoja no lo dice todo. No sustituye el consejo de su médico o farmacéutico.',
  },
  fr: {
    title: 'Votre médicament',
    headings: {
      medicine: 'Votre médicament',
      how: 'Comment le prendre',
      what: "Ce que c'est",
      cautions: 'Précautions',
      missed: 'Si vous oubliez une dose',
      storage: 'Conservation',
      effects: 'Effets indésirables',
      questions: 'Questions',
    },
    noMonograph:
      "Nous n'avons pas de description propre de ce médicament. Demandez au pharmacien à quoi il sert et lisez la notice du fabricant.",
    missedDaily:
      "Prenez-la dès que vous y pensez. S'il est presque l'heure de la suivante, sautez la dose oubliée. Ne prenez jamais deux doses à la fois.",
    missedOther: 'Appelez la pharmacie et demandez que faire. Ne prenez jamais deux doses à la fois.',
    missedNeeded: "Ce médicament se prend seulement en cas de besoin. Pas plus souvent qu'il n'est écrit.",
    storageRoom:
      "À température ambiante, de 20 à 25 °C, à l'abri de la chaleur, de la lumière et de l'humidité. Pas dans la salle de bain.",
    storageCold: 'Au réfrigérateur, de 2 à 8 °C. Ne pas congeler.',
    storageAlways: 'Hors de portée des enfants et des animaux. Ne le partagez pas.',
    discard: (date) => `Ne plus utiliser après le ${date}.`,
    effects:
      'Demandez de l’aide tout de suite si le visage ou la gorge enfle, si vous respirez mal ou en cas de forte éruption.',
    report:
      'Appelez votre médecin au sujet des effets indésirables. Vous pouvez les signaler à la FDA au 1-800-FDA-1088.',
    medicationGuide:
      'Un guide de la FDA (Medication Guide) doit accompagner ce médicament. Demandez-le si vous ne l’avez pas reçu.',
    allMedicines:
      'Dites au pharmacien tout ce que vous prenez : autres ordonnances, produits sans ordonnance, vitamines et plantes.',
    call: (pharmacy, phone) => `Appelez ${pharmacy} au ${phone} et demandez le pharmacien.`,
    notAdvice: 'Cette feuille ne dit pas tout. Elle ne remplace pas le conseil du médecin ou du pharmacien.',
  },
  hi: {
    title: 'आपकी दवा',
    headings: {
      medicine: 'आपकी दवा',
      how: 'कैसे लें',
      what: 'यह क्या है',
      cautions: 'सावधानी',
      missed: 'अगर खुराक छूट जाए',
      storage: 'कैसे रखें',
      effects: 'दुष्प्रभाव',
      questions: 'सवाल',
    },
    noMonograph: 'इस दवा का हमारा अपना विवरण नहीं है। फ़ार्मासिस्ट से पूछें कि यह किसलिए है और निर्माता का पर्चा पढ़ें।',
    missedDaily: 'याद आते ही लें। अगर अगली खुराक का समय पास हो तो छूटी हुई छोड़ दें। एक साथ दो खुराक कभी न लें।',
    missedOther: 'फ़ार्मेसी को फ़ोन करके पूछें। एक साथ दो खुराक कभी न लें।',
    missedNeeded: 'यह केवल ज़रूरत पर ली जाती है। निर्देश से ज़्यादा बार न लें।',
    storageRoom: 'सामान्य तापमान 20 से 25 °C पर, गर्मी, रोशनी और नमी से दूर। बाथरूम में नहीं।',
    storageCold: 'फ्रिज में, 2 से 8 °C। जमाएँ नहीं।',
    storageAlways: 'बच्चों और पालतू जानवरों की पहुँच से दूर रखें। किसी और को न दें।',
    discard: (date) => `${date} के बाद इस्तेमाल न करें।`,
    effects: 'चेहरा या गला सूजे, साँस लेने में तकलीफ़ हो या तेज़ चकत्ते निकलें तो तुरंत मदद लें।',
    report: 'दुष्प्रभावों के बारे में डॉक्टर को फ़ोन करें। आप FDA को 1-800-FDA-1088 पर बता सकते हैं।',
    medicationGuide: 'इस दवा के साथ FDA की Medication Guide मिलनी चाहिए। न मिली हो तो माँगें।',
    allMedicines: 'फ़ार्मासिस्ट को सब बताएँ जो आप लेते हैं: दूसरे पर्चे, बिना पर्चे की चीज़ें, विटामिन और जड़ी-बूटियाँ।',
    call: (pharmacy, phone) => `${pharmacy} को ${phone} पर फ़ोन करें और फ़ार्मासिस्ट से बात करें।`,
    notAdvice: 'इस पन्ने में सब कुछ नहीं है। यह डॉक्टर या फ़ार्मासिस्ट की सलाह की जगह नहीं लेता।',
  },
  ar: {
    title: 'دواؤك',
    headings: {
      medicine: 'دواؤك',
      how: 'كيف تتناوله',
      what: 'ما هو',
      cautions: 'انتبه',
      missed: 'إذا نسيت جرعة',
      storage: 'كيف تحفظه',
      effects: 'الآثار الجانبية',
      questions: 'أسئلة',
    },
    noMonograph: 'ليس لدينا وصف خاص بنا لهذا الدواء. اسأل الصيدلي عن سبب استعماله واقرأ نشرة الشركة المصنعة.',
    missedDaily: 'تناولها عندما تتذكر. إذا اقترب موعد الجرعة التالية فاترك الفائتة. لا تتناول جرعتين معًا أبدًا.',
    missedOther: 'اتصل بالصيدلية واسأل ماذا تفعل. لا تتناول جرعتين معًا أبدًا.',
    missedNeeded: 'يؤخذ هذا الدواء عند الحاجة فقط. لا تتناوله أكثر مما تقول التعليمات.',
    storageRoom: 'في درجة حرارة الغرفة من 20 إلى 25 °م، بعيدًا عن الحرارة والضوء والرطوبة. ليس في الحمام.',
    storageCold: 'في الثلاجة من 2 إلى 8 °م. لا تجمده.',
    storageAlways: 'احفظه بعيدًا عن متناول الأطفال والحيوانات. لا تعطه لغيرك.',
    discard: (date) => `لا تستعمله بعد ${date}.`,
    effects: 'اطلب المساعدة فورًا عند تورم الوجه أو الحلق أو صعوبة التنفس أو طفح جلدي شديد.',
    report: 'اتصل بطبيبك بشأن الآثار الجانبية. يمكنك إبلاغ إدارة الغذاء والدواء على \u20681-800-FDA-1088\u2069.',
    medicationGuide: 'يجب أن يأتي مع هذا الدواء دليل من إدارة الغذاء والدواء (Medication Guide). اطلبه إن لم تستلمه.',
    allMedicines: 'أخبر الصيدلي بكل ما تتناوله: الوصفات الأخرى وما تشتريه بلا وصفة والفيتامينات والأعشاب.',
    call: (pharmacy, phone) => `اتصل بـ ${pharmacy} على ${phone} واطلب الصيدلي.`,
    notAdvice: 'هذه الورقة لا تقول كل شيء ولا تغني عن نصيحة الطبيب أو الصيدلي.',
  },
};

/** Ingredients whose FDA Medication Guide goes with every fill: general knowledge (K), editable. */
export const medicationGuideIngredients: readonly string[] = [
  'oxycodone',
  'hydrocodone',
  'morphine',
  'hydromorphone',
  'oxymorphone',
  'tapentadol',
  'tramadol',
  'codeine',
  'methadone',
  'fentanyl',
  'buprenorphine',
  'alprazolam',
  'lorazepam',
  'clonazepam',
  'diazepam',
  'temazepam',
  'zolpidem',
  'eszopiclone',
  'zaleplon',
  'sertraline',
  'fluoxetine',
  'citalopram',
  'escitalopram',
  'paroxetine',
  'venlafaxine',
  'duloxetine',
  'bupropion',
  'mirtazapine',
  'trazodone',
  'amitriptyline',
  'nortriptyline',
  'quetiapine',
  'olanzapine',
  'aripiprazole',
  'methylphenidate',
  'amphetamine',
  'dextroamphetamine',
  'lisdexamfetamine',
  'ciprofloxacin',
  'levofloxacin',
  'moxifloxacin',
  'ibuprofen',
  'naproxen',
  'meloxicam',
  'diclofenac',
  'celecoxib',
  'isotretinoin',
  'warfarin',
  'apixaban',
  'rivaroxaban',
  'dabigatran',
  'amiodarone',
  'lamotrigine',
  'carbamazepine',
  'gabapentin',
  'pregabalin',
  'levetiracetam',
  'topiramate',
  'methotrexate',
  'mycophenolate',
  'semaglutide',
  'liraglutide',
  'tirzepatide',
  'varenicline',
  'montelukast',
];
