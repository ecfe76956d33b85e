import type { LabelLanguage } from '../model.ts';

/**
 * What a medicine is for, by its ingredients: our own plain words, general knowledge, for the demo. A medicine that is
 * not here gets a leaflet that says so; nothing is made up.
 */
export interface MonographRow {
  readonly ingredients: readonly string[];
  readonly what: Readonly<Record<LabelLanguage, string>>;
}
const row = (ingredients: string, en: string, es: string, fr: string, hi: string, ar: string): MonographRow => ({
  ingredients: ingredients.split(' '),
  what: { en, es, fr, hi, ar },
});

export const monographs: readonly MonographRow[] = [
  row(
    'lisinopril enalapril benazepril ramipril quinapril captopril fosinopril',
    'An ACE inhibitor. It relaxes blood vessels and is used for high blood pressure and heart failure.',
    'Un inhibidor de la ECA. Relaja los vasos sanguíneos; se usa para la presión alta y la insuficiencia cardíaca.',
    "Un inhibiteur de l'enzyme de conversion. Il détend les vaisseaux ; pour l'hypertension et l'insuffisance cardiaque.",
    'एसीई इनहिबिटर। यह रक्त वाहिकाओं को ढीला करता है; उच्च रक्तचाप और हृदय की कमज़ोरी के लिए।',
    'مثبط للإنزيم المحول للأنجيوتنسين. يرخي الأوعية الدموية ويستعمل لارتفاع ضغط الدم وقصور القلب.',
  ),
  row(
    'losartan valsartan irbesartan olmesartan telmisartan candesartan azilsartan',
    'An angiotensin receptor blocker, used for high blood pressure.',
    'Un bloqueador del receptor de angiotensina, para la presión alta.',
    "Un antagoniste de l'angiotensine, pour l'hypertension.",
    'एंजियोटेंसिन रिसेप्टर ब्लॉकर, उच्च रक्तचाप के लिए।',
    'حاصر لمستقبلات الأنجيوتنسين، لارتفاع ضغط الدم.',
  ),
  row(
    'amlodipine nifedipine felodipine',
    'A calcium channel blocker, used for high blood pressure and chest pain.',
    'Un bloqueador de los canales de calcio, para la presión alta y el dolor de pecho.',
    "Un inhibiteur calcique, pour l'hypertension et l'angine de poitrine.",
    'कैल्शियम चैनल ब्लॉकर, उच्च रक्तचाप और सीने के दर्द के लिए।',
    'حاصر لقنوات الكالسيوم، لارتفاع ضغط الدم وألم الصدر.',
  ),
  row(
    'metoprolol atenolol carvedilol propranolol bisoprolol nebivolol labetalol',
    'A beta blocker. It slows the heart and lowers blood pressure.',
    'Un betabloqueador. Hace más lento el corazón y baja la presión.',
    'Un bêtabloquant. Il ralentit le cœur et baisse la tension.',
    'बीटा ब्लॉकर। दिल की गति धीमी करता है और रक्तचाप घटाता है।',
    'حاصر بيتا. يبطئ القلب ويخفض ضغط الدم.',
  ),
  row(
    'hydrochlorothiazide chlorthalidone furosemide torsemide bumetanide spironolactone',
    'A water pill (diuretic). It removes extra water and lowers blood pressure.',
    'Un diurético. Elimina el exceso de agua y baja la presión.',
    "Un diurétique. Il élimine l'excès d'eau et baisse la tension.",
    'पेशाब बढ़ाने वाली दवा (डाइयूरेटिक)। अतिरिक्त पानी निकालती है और रक्तचाप घटाती है।',
    'مدر للبول. يخرج الماء الزائد ويخفض ضغط الدم.',
  ),
  row(
    'simvastatin atorvastatin rosuvastatin pravastatin lovastatin pitavastatin fluvastatin',
    'A statin. It lowers cholesterol.',
    'Una estatina. Baja el colesterol.',
    'Une statine. Elle baisse le cholestérol.',
    'स्टैटिन। कोलेस्ट्रॉल घटाता है।',
    'ستاتين. يخفض الكوليسترول.',
  ),
  row(
    'metformin',
    'A diabetes medicine that lowers blood sugar.',
    'Un medicamento para la diabetes que baja el azúcar.',
    'Un médicament du diabète qui baisse le sucre dans le sang.',
    'मधुमेह की दवा, रक्त शर्करा घटाती है।',
    'دواء للسكري يخفض سكر الدم.',
  ),
  row(
    'glipizide glyburide glimepiride sitagliptin linagliptin saxagliptin empagliflozin dapagliflozin pioglitazone semaglutide liraglutide dulaglutide tirzepatide insulin',
    'A diabetes medicine that lowers blood sugar. Know the signs of low sugar: shaking, sweating, confusion.',
    'Un medicamento para la diabetes. Conozca los signos de azúcar bajo: temblor, sudor, confusión.',
    "Un médicament du diabète. Signes d'un taux trop bas : tremblements, sueurs, confusion.",
    'मधुमेह की दवा। शर्करा बहुत कम होने के लक्षण: काँपना, पसीना, भ्रम।',
    'دواء للسكري. علامات انخفاض السكر: ارتجاف وتعرق وارتباك.',
  ),
  row(
    'levothyroxine liothyronine',
    'A thyroid hormone, for a thyroid that makes too little.',
    'Una hormona tiroidea, cuando la tiroides produce poco.',
    "Une hormone thyroïdienne, quand la thyroïde n'en fait pas assez.",
    'थायरॉइड हार्मोन, जब थायरॉइड कम बनाता है।',
    'هرمون الغدة الدرقية، عندما تنتج الغدة القليل منه.',
  ),
  row(
    'omeprazole pantoprazole esomeprazole lansoprazole rabeprazole famotidine',
    'It lowers stomach acid, for heartburn, reflux and ulcers.',
    'Reduce el ácido del estómago, para la acidez, el reflujo y las úlceras.',
    "Il réduit l'acidité de l'estomac, pour les brûlures, le reflux et les ulcères.",
    'पेट का एसिड घटाती है; जलन, रिफ्लक्स और अल्सर के लिए।',
    'يقلل حمض المعدة، للحرقة والارتجاع والقرحة.',
  ),
  row(
    'sertraline fluoxetine citalopram escitalopram paroxetine venlafaxine duloxetine bupropion mirtazapine trazodone amitriptyline nortriptyline',
    'Used for depression and, some of them, for anxiety, sleep or pain. It may take weeks to work. Tell someone at once about thoughts of suicide.',
    'Para la depresión y, algunos, la ansiedad, el sueño o el dolor. Puede tardar semanas. Avise de inmediato si piensa en suicidio.',
    "Pour la dépression et parfois l'anxiété, le sommeil ou la douleur. L'effet peut prendre des semaines. Parlez tout de suite de toute idée de suicide.",
    'अवसाद और कुछ मामलों में घबराहट, नींद या दर्द के लिए। असर में हफ़्ते लग सकते हैं। आत्महत्या का विचार आए तो तुरंत बताएँ।',
    'للاكتئاب، وبعضها للقلق أو النوم أو الألم. قد يحتاج أسابيع ليعمل. أخبر فورًا عن أي أفكار انتحار.',
  ),
  row(
    'amoxicillin ampicillin penicillin cephalexin cefdinir cefuroxime azithromycin clarithromycin erythromycin doxycycline minocycline ciprofloxacin levofloxacin sulfamethoxazole nitrofurantoin clindamycin metronidazole',
    'An antibiotic, for infections by bacteria. It does not work against colds or flu.',
    'Un antibiótico, para infecciones por bacterias. No sirve para el resfriado ni la gripe.',
    'Un antibiotique, contre les infections par des bactéries. Sans effet sur le rhume ou la grippe.',
    'एंटीबायोटिक, बैक्टीरिया के संक्रमण के लिए। सर्दी-ज़ुकाम या फ्लू पर काम नहीं करती।',
    'مضاد حيوي لعدوى البكتيريا. لا ينفع للزكام أو الإنفلونزا.',
  ),
  row(
    'oxycodone hydrocodone morphine hydromorphone oxymorphone tapentadol tramadol codeine methadone fentanyl',
    'An opioid for strong pain. Too much stops breathing. Keep it locked away and ask about naloxone.',
    'Un opioide para el dolor fuerte. Demasiado detiene la respiración. Guárdelo bajo llave y pregunte por la naloxona.',
    'Un opioïde contre la douleur forte. Une dose trop forte arrête la respiration. Gardez-le sous clé et demandez la naloxone.',
    'तेज़ दर्द के लिए ओपिओइड। ज़्यादा मात्रा साँस रोक देती है। ताले में रखें और नैलोक्सोन के बारे में पूछें।',
    'أفيوني للألم الشديد. الكثير منه يوقف التنفس. احفظه في مكان مقفل واسأل عن النالوكسون.',
  ),
  row(
    'ibuprofen naproxen meloxicam diclofenac celecoxib etodolac indomethacin',
    'An anti-inflammatory for pain, fever and swelling.',
    'Un antiinflamatorio para el dolor, la fiebre y la hinchazón.',
    "Un anti-inflammatoire contre la douleur, la fièvre et l'enflure.",
    'दर्द, बुखार और सूजन के लिए।',
    'مضاد للالتهاب للألم والحمى والتورم.',
  ),
  row(
    'acetaminophen',
    'For pain and fever.',
    'Para el dolor y la fiebre.',
    'Contre la douleur et la fièvre.',
    'दर्द और बुखार के लिए।',
    'للألم والحمى.',
  ),
  row(
    'alprazolam lorazepam clonazepam diazepam temazepam',
    'A benzodiazepine that calms, for anxiety, sleep or seizures. It can be habit-forming.',
    'Una benzodiacepina que calma, para la ansiedad, el sueño o las convulsiones. Puede crear hábito.',
    "Une benzodiazépine qui calme, contre l'anxiété, l'insomnie ou les convulsions. Risque de dépendance.",
    'शांत करने वाली बेंज़ोडायज़ेपीन; घबराहट, नींद या दौरों के लिए। आदत पड़ सकती है।',
    'بنزوديازيبين مهدئ، للقلق أو النوم أو النوبات. قد يسبب الاعتياد.',
  ),
  row(
    'zolpidem eszopiclone zaleplon',
    'A sleep aid. Go to bed right after taking it.',
    'Para dormir. Acuéstese justo después de tomarlo.',
    'Pour dormir. Couchez-vous juste après la prise.',
    'नींद की दवा। लेते ही सो जाएँ।',
    'للنوم. اذهب إلى السرير فور تناوله.',
  ),
  row(
    'gabapentin pregabalin',
    'For nerve pain or seizures.',
    'Para el dolor de los nervios o las convulsiones.',
    'Contre la douleur nerveuse ou les convulsions.',
    'नसों के दर्द या दौरों के लिए।',
    'لألم الأعصاب أو النوبات.',
  ),
  row(
    'warfarin apixaban rivaroxaban dabigatran edoxaban',
    'A blood thinner, against clots. Watch for bleeding that does not stop.',
    'Un anticoagulante, contra los coágulos. Vigile un sangrado que no para.',
    "Un anticoagulant, contre les caillots. Surveillez tout saignement qui ne s'arrête pas.",
    'खून पतला करने वाली दवा, थक्कों के लिए। न रुकने वाले खून पर ध्यान दें।',
    'مميع للدم ضد الجلطات. انتبه لأي نزيف لا يتوقف.',
  ),
  row(
    'clopidogrel ticagrelor prasugrel aspirin',
    'Keeps blood cells from sticking together, against heart attack and stroke.',
    'Evita que se peguen las plaquetas, contra el infarto y el derrame cerebral.',
    "Empêche les plaquettes de s'agglutiner, contre l'infarctus et l'AVC.",
    'खून के कणों को चिपकने से रोकती है; दिल के दौरे और स्ट्रोक से बचाव।',
    'يمنع التصاق الصفائح، للوقاية من النوبة القلبية والسكتة.',
  ),
  row(
    'albuterol levalbuterol',
    'Opens the airways quickly, for wheezing and shortness of breath.',
    'Abre rápido las vías respiratorias, para los silbidos y la falta de aire.',
    "Ouvre vite les bronches, contre les sifflements et l'essoufflement.",
    'साँस की नलियाँ जल्दी खोलती है।',
    'يفتح الشعب الهوائية بسرعة، للصفير وضيق التنفس.',
  ),
  row(
    'fluticasone budesonide beclomethasone mometasone salmeterol tiotropium umeclidinium montelukast',
    'Taken regularly to keep airways or nose calm. It does not help in an attack.',
    'Se usa con regularidad para mantener calmadas las vías respiratorias o la nariz. No ayuda en un ataque.',
    "À prendre régulièrement pour calmer les bronches ou le nez. N'aide pas pendant une crise.",
    'साँस की नलियों या नाक को शांत रखने के लिए नियमित लें। दौरे में मदद नहीं करती।',
    'يؤخذ بانتظام لتهدئة الشعب الهوائية أو الأنف. لا يفيد في النوبة.',
  ),
  row(
    'methotrexate',
    'Calms the immune system, for arthritis and psoriasis. It is taken once a WEEK.',
    'Calma el sistema inmune, para la artritis y la psoriasis. Se toma una vez por SEMANA.',
    "Calme le système immunitaire, contre l'arthrite et le psoriasis. Se prend une fois par SEMAINE.",
    'गठिया और सोरायसिस के लिए। सप्ताह में एक बार ली जाती है।',
    'يهدئ المناعة، لالتهاب المفاصل والصدفية. يؤخذ مرة واحدة في الأسبوع.',
  ),
  row(
    'prednisone prednisolone methylprednisolone dexamethasone',
    'A steroid against inflammation and allergy.',
    'Un esteroide contra la inflamación y la alergia.',
    "Un corticoïde contre l'inflammation et l'allergie.",
    'सूजन और एलर्जी के लिए स्टेरॉइड।',
    'كورتيزون ضد الالتهاب والحساسية.',
  ),
  row(
    'cetirizine loratadine fexofenadine levocetirizine desloratadine',
    'For allergies: sneezing, runny nose, itching.',
    'Para las alergias: estornudos, nariz que gotea, comezón.',
    'Contre les allergies : éternuements, nez qui coule, démangeaisons.',
    'एलर्जी के लिए: छींक, बहती नाक, खुजली।',
    'للحساسية: العطاس وسيلان الأنف والحكة.',
  ),
  row(
    'tamsulosin alfuzosin finasteride dutasteride',
    'For an enlarged prostate.',
    'Para la próstata agrandada.',
    'Pour la prostate agrandie.',
    'बढ़े हुए प्रोस्टेट के लिए।',
    'لتضخم البروستاتا.',
  ),
  row(
    'sildenafil tadalafil vardenafil',
    'For erection trouble or lung pressure. Never together with nitrates for chest pain.',
    'Para la disfunción eréctil o la presión pulmonar. Nunca junto con nitratos para el pecho.',
    "Pour les troubles de l'érection ou la pression pulmonaire. Jamais avec des dérivés nitrés.",
    'स्तंभन दोष या फेफड़ों के दबाव के लिए। सीने के दर्द की नाइट्रेट दवाओं के साथ कभी नहीं।',
    'لضعف الانتصاب أو ضغط الرئة. لا يؤخذ أبدًا مع النترات.',
  ),
  row(
    'nitroglycerin isosorbide',
    'A nitrate, for chest pain. Never together with medicines for erection.',
    'Un nitrato, para el dolor de pecho. Nunca junto con medicinas para la erección.',
    "Un dérivé nitré, contre la douleur de poitrine. Jamais avec des médicaments de l'érection.",
    'नाइट्रेट, सीने के दर्द के लिए। स्तंभन की दवाओं के साथ कभी नहीं।',
    'نترات لألم الصدر. لا تؤخذ أبدًا مع أدوية الانتصاب.',
  ),
  row(
    'allopurinol febuxostat colchicine',
    'For gout.',
    'Para la gota.',
    'Contre la goutte.',
    'गाउट (गठिया) के लिए।',
    'للنقرس.',
  ),
];

/** Texts for every ingredient; empty when one of them is unknown: half a description would mislead. */
export function monographsOf(ingredients: readonly string[]): MonographRow[] {
  const found = ingredients.map((name) =>
    monographs.find((one) => one.ingredients.some((part) => name.toLowerCase().startsWith(part))),
  );
  if (found.length === 0 || found.some((one) => one === undefined)) return [];
  return [...new Set(found)].filter((one) => one !== undefined);
}
