import type { LabelLanguage } from '../model.ts';

export interface SignatureWords {
  readonly title: string;
  readonly received: string;
  readonly counsel: string;
  readonly yes: string;
  readonly no: string;
  readonly notice: string;
  readonly who: string;
  readonly sign: string;
  readonly date: string;
}

/** What the patient signs for at hand-over. */
export const signatureWords: Readonly<Record<LabelLanguage, SignatureWords>> = {
  en: {
    title: 'Receipt of medicine',
    received: 'I have received the prescription named here.',
    counsel: 'The pharmacist offered to explain this medicine:',
    yes: 'I accepted',
    no: 'I declined',
    notice: 'I was offered the privacy notice.',
    who: 'Name and relationship to the patient',
    sign: 'Signature',
    date: 'Date and time',
  },
  es: {
    title: 'Recibo de medicamento',
    received: 'He recibido la receta indicada aquí.',
    counsel: 'El farmacéutico ofreció explicarme este medicamento:',
    yes: 'Acepté',
    no: 'No quise',
    notice: 'Me ofrecieron el aviso de privacidad.',
    who: 'Nombre y relación con el paciente',
    sign: 'Firma',
    date: 'Fecha y hora',
  },
  fr: {
    title: 'Reçu de médicament',
    received: "J'ai reçu l'ordonnance indiquée ici.",
    counsel: "Le pharmacien a proposé d'expliquer ce médicament :",
    yes: "J'ai accepté",
    no: "J'ai refusé",
    notice: "L'avis de confidentialité m'a été proposé.",
    who: 'Nom et lien avec le patient',
    sign: 'Signature',
    date: 'Date et heure',
  },
  hi: {
    title: 'दवा की रसीद',
    received: 'मुझे यहाँ लिखे पर्चे की दवा मिल गई है।',
    counsel: 'फ़ार्मासिस्ट ने दवा समझाने की पेशकश की:',
    yes: 'मैंने स्वीकार किया',
    no: 'मैंने मना किया',
    notice: 'मुझे निजता सूचना दी गई।',
    who: 'नाम और मरीज़ से संबंध',
    sign: 'हस्ताक्षर',
    date: 'तारीख और समय',
  },
  ar: {
    title: 'إيصال استلام دواء',
    received: 'استلمت الوصفة المذكورة هنا.',
    counsel: 'عرض الصيدلي شرح هذا الدواء:',
    yes: 'قبلت',
    no: 'رفضت',
    notice: 'عُرض علي إشعار الخصوصية.',
    who: 'الاسم وصلة القرابة بالمريض',
    sign: 'التوقيع',
    date: 'التاريخ والوقت',
  },
};
