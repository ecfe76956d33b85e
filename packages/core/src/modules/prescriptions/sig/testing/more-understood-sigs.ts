/** Further sigs, in the form of understood-sigs.ts. */
export const moreUnderstoodSigs = `
1 tab q36h > Take 1 tablet every 36 hours. > Tome 1 tableta cada 36 horas. > 1 tablet other >
1 tab every 3 days > Take 1 tablet every 3 days. > Tome 1 tableta cada 3 días. > 1 tablet other >
1 tab q3d > Take 1 tablet every 3 days. > Tome 1 tableta cada 3 días. > 1 tablet other >
1 tab every week > Take 1 tablet once a week. > Tome 1 tableta una vez a la semana. > 1 tablet weekly >
1 tab every 2 weeks > Take 1 tablet every 2 weeks. > Tome 1 tableta cada 2 semanas. > 1 tablet other >
1 tab q2wk > Take 1 tablet every 2 weeks. > Tome 1 tableta cada 2 semanas. > 1 tablet other >
1 tab monthly > Take 1 tablet once a month. > Tome 1 tableta una vez al mes. > 1 tablet other >
1 tab every 3 months > Take 1 tablet every 3 months. > Tome 1 tableta cada 3 meses. > 1 tablet other >
1 tab tiw > Take 1 tablet 3 times a week. > Tome 1 tableta 3 veces a la semana. > 1 tablet other > ismp-tiw
1 tab 3 times a week > Take 1 tablet 3 times a week. > Tome 1 tableta 3 veces a la semana. > 1 tablet other >
1 tab 2x/week > Take 1 tablet 2 times a week. > Tome 1 tableta 2 veces a la semana. > 1 tablet other >
1 tab on monday and thursday > Take 1 tablet every Monday and Thursday. > Tome 1 tableta cada lunes y jueves. > 1 tablet other >
take 1 tablet every tuesday > Take 1 tablet every Tuesday. > Tome 1 tableta cada martes. > 1 tablet weekly >
1 tab daily for 1 week > Take 1 tablet once a day for 1 week. > Tome 1 tableta una vez al día durante 1 semana. > 1 tablet daily 7d >
1 tab daily x 2 wk > Take 1 tablet once a day for 2 weeks. > Tome 1 tableta una vez al día durante 2 semanas. > 1 tablet daily 14d >
1 tab daily x 1 month > Take 1 tablet once a day for 1 month. > Tome 1 tableta una vez al día durante 1 mes. > 1 tablet daily 30d >
1 tab daily for a week > Take 1 tablet once a day for 1 week. > Tome 1 tableta una vez al día durante 1 semana. > 1 tablet daily 7d >
1 tab bid x 14 days > Take 1 tablet 2 times a day for 14 days. > Tome 1 tableta 2 veces al día durante 14 días. > 2 tablet daily 14d >
1 tab q6h x 3 doses > Take 1 tablet every 6 hours for 3 doses. > Tome 1 tableta cada 6 horas durante 3 dosis. > 4 tablet daily >
2 tabs once > Take 2 tablets one time. > Tome 2 tabletas una sola vez. > 2 tablet other 1d >
take 1 tablet one time only > Take 1 tablet one time. > Tome 1 tableta una sola vez. > 1 tablet other 1d >
1 tab now > Take 1 tablet one time now. > Tome 1 tableta una sola vez ahora mismo. > 1 tablet other 1d >
3/4 tab daily > Take 3/4 tablet once a day. > Tome 3/4 tableta una vez al día. > 0.75 tablet daily >
1/4 tab bid > Take 1/4 tablet 2 times a day. > Tome 1/4 tableta 2 veces al día. > 0.5 tablet daily >
1 1/2 tabs bid > Take 1 and 1/2 tablets 2 times a day. > Tome 1 y 1/2 tabletas 2 veces al día. > 3 tablet daily >
one and a half tablets daily > Take 1 and 1/2 tablets once a day. > Tome 1 y 1/2 tabletas una vez al día. > 1.5 tablet daily >
half tablet daily > Take 1/2 tablet once a day. > Tome 1/2 tableta una vez al día. > 0.5 tablet daily >
half a tablet at bedtime > Take 1/2 tablet at bedtime. > Tome 1/2 tableta al acostarse. > 0.5 tablet daily >
one-half tablet twice daily > Take 1/2 tablet 2 times a day. > Tome 1/2 tableta 2 veces al día. > 1 tablet daily >
two tablets three times a day > Take 2 tablets 3 times a day. > Tome 2 tabletas 3 veces al día. > 6 tablet daily >
ii tabs bid > Take 2 tablets 2 times a day. > Tome 2 tabletas 2 veces al día. > 4 tablet daily >
iss tabs qd > Take 1 and 1/2 tablets once a day. > Tome 1 y 1/2 tabletas una vez al día. > 1.5 tablet daily > ismp-ss ismp-qd
ss tab qd > Take 1/2 tablet once a day. > Tome 1/2 tableta una vez al día. > 0.5 tablet daily > ismp-ss ismp-qd
0.25 mL po bid > Take 0.25 mL by mouth 2 times a day. > Tome 0.25 mL por la boca 2 veces al día. > 0.5 mL daily >
1.25 ml by mouth every 4 hours > Take 1.25 mL by mouth every 4 hours. > Tome 1.25 mL por la boca cada 4 horas. > 7.5 mL daily >
7.5 mL q6h > Take 7.5 mL every 6 hours. > Tome 7.5 mL cada 6 horas. > 30 mL daily >
10 ml po qhs > Take 10 mL by mouth at bedtime. > Tome 10 mL por la boca al acostarse. > 10 mL daily > ismp-hs
2.5 mg daily > Take 2.5 mg once a day. > Tome 2.5 mg una vez al día. > 2.5 mg daily >
100 mcg daily > Take 100 mcg once a day. > Tome 100 mcg una vez al día. > 100 mcg daily >
100 ug daily > Take 100 mcg once a day. > Tome 100 mcg una vez al día. > 100 mcg daily > ismp-ug
1 g po bid > Take 1 gram by mouth 2 times a day. > Tome 1 gramo por la boca 2 veces al día. > 2 g daily >
1,000 mg po tid > Take 1000 mg by mouth 3 times a day. > Tome 1000 mg por la boca 3 veces al día. > 3000 mg daily >
2 tsp po q4h > Take 10 mL by mouth every 4 hours. > Tome 10 mL por la boca cada 4 horas. > 60 mL daily > use-ml
1 tbsp daily > Take 15 mL once a day. > Tome 15 mL una vez al día. > 15 mL daily > use-ml
15 mL swish and swallow qid > Swish 15 mL 4 times a day and swallow. > Enjuáguese la boca con 15 mL 4 veces al día y trague. > 60 mL daily >
1 lozenge q2h prn sore throat > Take 1 lozenge every 2 hours as needed for sore throat. > Tome 1 pastilla para chupar cada 2 horas según sea necesario para el dolor de garganta. > 12 lozenge daily prn >
1 packet with water daily > Take 1 packet once a day with water. > Tome 1 sobre una vez al día con agua. > 1 packet daily >
1 scoop daily > Take 1 scoop once a day. > Tome 1 medida una vez al día. > 1 scoop daily >
17 g daily > Take 17 grams once a day. > Tome 17 gramos una vez al día. > 17 g daily >
1 gtt os qid > Place 1 drop in the left eye 4 times a day. > Ponga 1 gota en el ojo izquierdo 4 veces al día. > 4 drop daily > latin ismp-eye
1 gtt au bid > Place 1 drop in both ears 2 times a day. > Ponga 1 gota en ambos oídos 2 veces al día. > 4 drop daily > latin ismp-ear
1-2 gtts ou q4h > Place 1 to 2 drops in both eyes every 4 hours. > Ponga 1 a 2 gotas en ambos ojos cada 4 horas. > 24 drop daily > latin ismp-eye
3 drops right ear tid > Place 3 drops in the right ear 3 times a day. > Ponga 3 gotas en el oído derecho 3 veces al día. > 9 drop daily >
4 drops in the left ear twice a day > Place 4 drops in the left ear 2 times a day. > Ponga 4 gotas en el oído izquierdo 2 veces al día. > 8 drop daily >
1 drop in each eye at bedtime > Place 1 drop in both eyes at bedtime. > Ponga 1 gota en ambos ojos al acostarse. > 2 drop daily >
1 drop in affected eye q2h > Place 1 drop in the affected eye every 2 hours. > Ponga 1 gota en el ojo afectado cada 2 horas. > 12 drop daily >
2 puffs q4-6h prn sob > Inhale 2 puffs every 4 to 6 hours as needed for shortness of breath. > Haga 2 inhalaciones cada 4 a 6 horas según sea necesario para la falta de aire. > 12 puff daily prn >
2 puffs q4h prn wheezing or sob > Inhale 2 puffs every 4 hours as needed for wheezing or shortness of breath. > Haga 2 inhalaciones cada 4 horas según sea necesario para las sibilancias o la falta de aire. > 12 puff daily prn >
1 inhalation bid > Inhale 1 puff 2 times a day. > Haga 1 inhalación 2 veces al día. > 2 puff daily >
1 spray in each nostril bid > Use 1 spray in each nostril 2 times a day. > Use 1 aplicación en cada fosa nasal 2 veces al día. > 4 spray daily >
2 sprays in the right nostril daily > Use 2 sprays in the right nostril once a day. > Use 2 aplicaciones en la fosa nasal derecha una vez al día. > 2 spray daily >
inject 20 units under the skin daily > Inject 20 units under the skin once a day. > Inyecte 20 unidades debajo de la piel una vez al día. > 20 unit daily >
inject 8 units before meals > Inject 8 units before meals. > Inyecte 8 unidades antes de las comidas. > - unit daily >
inject 5 units tid ac > Inject 5 units 3 times a day before meals. > Inyecte 5 unidades 3 veces al día antes de las comidas. > 15 unit daily >
inject 10 units sq qam and 20 units sq qhs > Inject 10 units under the skin every morning, and inject 20 units at bedtime. > Inyecte 10 unidades debajo de la piel cada mañana, y inyecte 20 unidades al acostarse. > 30 unit daily > ismp-sc ismp-hs
inject 60 mg subcut every 12 hours > Inject 60 mg under the skin every 12 hours. > Inyecte 60 mg debajo de la piel cada 12 horas. > 120 mg daily >
0.4 mL subq daily > Inject 0.4 mL under the skin once a day. > Inyecte 0.4 mL debajo de la piel una vez al día. > 0.4 mL daily >
1 mL IM weekly > Inject 1 mL into the muscle once a week. > Inyecte 1 mL en el músculo una vez a la semana. > 1 mL weekly >
1 mL iv daily > Inject 1 mL into the vein once a day. > Inyecte 1 mL en la vena una vez al día. > 1 mL daily >
insert 1 suppository rectally daily > Insert 1 suppository into the rectum once a day. > Introduzca 1 supositorio por el recto una vez al día. > 1 suppository daily >
1 supp pv qhs > Insert 1 suppository into the vagina at bedtime. > Introduzca 1 supositorio por la vagina al acostarse. > 1 suppository daily > ismp-hs
1 applicatorful pv qhs x 3 days > Insert 1 applicatorful into the vagina at bedtime for 3 days. > Introduzca 1 aplicador lleno por la vagina al acostarse durante 3 días. > 1 applicatorful daily 3d > ismp-hs
apply 1 patch daily > Apply 1 patch once a day. > Aplique 1 parche una vez al día. > 1 patch daily >
apply 1 patch twice weekly > Apply 1 patch 2 times a week. > Aplique 1 parche 2 veces a la semana. > 1 patch other >
apply 1 patch to skin every 7 days > Apply 1 patch to the skin every 7 days. > Aplique 1 parche en la piel cada 7 días. > 1 patch weekly >
apply to scalp twice weekly > Apply to the scalp 2 times a week. > Aplique en el cuero cabelludo 2 veces a la semana. > - - other >
apply topically tid > Apply to the skin 3 times a day. > Aplique en la piel 3 veces al día. > - - daily >
apply sparingly to rash bid > Apply to the rash 2 times a day. Use a small amount. > Aplique en el sarpullido 2 veces al día. Use una cantidad pequeña. > - - daily >
apply a small amount to the lips qid > Apply to the lips 4 times a day. Use a small amount. > Aplique en los labios 4 veces al día. Use una cantidad pequeña. > - - daily >
1 tab pc > Take 1 tablet after meals. > Tome 1 tableta después de las comidas. > - tablet daily >
1 tab po bid pc > Take 1 tablet by mouth 2 times a day after meals. > Tome 1 tableta por la boca 2 veces al día después de las comidas. > 2 tablet daily >
1 tab daily on an empty stomach > Take 1 tablet once a day on an empty stomach. > Tome 1 tableta una vez al día con el estómago vacío. > 1 tablet daily >
1 tab daily with food or milk > Take 1 tablet once a day with food or milk. > Tome 1 tableta una vez al día con alimentos o leche. > 1 tablet daily >
1 tab before breakfast > Take 1 tablet before breakfast. > Tome 1 tableta antes del desayuno. > 1 tablet daily >
1 tab 1 hour before meals tid > Take 1 tablet 3 times a day 1 hour before meals. > Tome 1 tableta 3 veces al día 1 hora antes de las comidas. > 3 tablet daily >
1 cap 30 min before breakfast daily > Take 1 capsule once a day 30 minutes before breakfast. > Tome 1 cápsula una vez al día 30 minutos antes del desayuno. > 1 capsule daily >
2 tabs 1 hour before bedtime > Take 2 tablets once a day 1 hour before bedtime. > Tome 2 tabletas una vez al día 1 hora antes de acostarse. > 2 tablet daily >
1 tab tid prn muscle spasms > Take 1 tablet 3 times a day as needed for muscle spasms. > Tome 1 tableta 3 veces al día según sea necesario para los espasmos musculares. > 3 tablet daily prn >
1 tab prn itching > Take 1 tablet as needed for itching. > Tome 1 tableta según sea necesario para la comezón. > - tablet unknown prn >
1 tab q6h as needed for nausea or vomiting > Take 1 tablet every 6 hours as needed for nausea or vomiting. > Tome 1 tableta cada 6 horas según sea necesario para las náuseas o los vómitos. > 4 tablet daily prn >
1 tab as needed for anxiety up to 3 times a day > Take 1 tablet 3 times a day as needed for anxiety. > Tome 1 tableta 3 veces al día según sea necesario para la ansiedad. > 3 tablet daily prn >
1 tab bid for depression > Take 1 tablet 2 times a day for depression. > Tome 1 tableta 2 veces al día para la depresión. > 2 tablet daily >
1 tab daily for htn > Take 1 tablet once a day for high blood pressure. > Tome 1 tableta una vez al día para la presión alta. > 1 tablet daily >
1 tab daily for cholesterol > Take 1 tablet once a day for cholesterol. > Tome 1 tableta una vez al día para el colesterol. > 1 tablet daily >
1 tab daily for heart > Take 1 tablet once a day for heart. > Tome 1 tableta una vez al día para el corazón. > 1 tablet daily >
1 tab daily for prostate > Take 1 tablet once a day for prostate. > Tome 1 tableta una vez al día para la próstata. > 1 tablet daily >
2 tabs q6h prn fever, max 8 tabs in 24 hours > Take 2 tablets every 6 hours as needed for fever. Do not use more than 8 tablets in 24 hours. > Tome 2 tabletas cada 6 horas según sea necesario para la fiebre. No use más de 8 tabletas en 24 horas. > 8 tablet daily prn >
1-2 tabs q6h prn pain; max 6/day > Take 1 to 2 tablets every 6 hours as needed for pain. Do not use more than 6 tablets in 24 hours. > Tome 1 a 2 tabletas cada 6 horas según sea necesario para el dolor. No use más de 6 tabletas en 24 horas. > 6 tablet daily prn >
1 tab q4h prn, max 3 doses per day > Take 1 tablet every 4 hours as needed. Do not use more than 3 doses in 24 hours. > Tome 1 tableta cada 4 horas según sea necesario. No use más de 3 dosis en 24 horas. > 3 tablet daily prn >
1 tab qid, do not exceed 4 per day > Take 1 tablet 4 times a day. Do not use more than 4 tablets in 24 hours. > Tome 1 tableta 4 veces al día. No use más de 4 tabletas en 24 horas. > 4 tablet daily >
1 tab q8h prn. no more than 2 tablets daily > Take 1 tablet every 8 hours as needed. Do not use more than 2 tablets in 24 hours. > Tome 1 tableta cada 8 horas según sea necesario. No use más de 2 tabletas en 24 horas. > 2 tablet daily prn >
50 mg now, may repeat in 2 hours if needed. max 200 mg per day > Take 50 mg one time now. May repeat once after 2 hours. Do not use more than 200 mg in 24 hours. > Tome 50 mg una sola vez ahora mismo. Puede repetir una vez después de 2 horas. No use más de 200 mg en 24 horas. > 200 mg other 1d >
2 tabs today then 1 tab daily for 4 days > Take 2 tablets one time today, then take 1 tablet once a day for 4 days. > Tome 2 tabletas una sola vez hoy; después, tome 1 tableta una vez al día durante 4 días. > 2 tablet other 5d >
2 tabs day 1, 1 tab days 2-5 > Take 2 tablets on day 1, then take 1 tablet on each of days 2 to 5. > Tome 2 tabletas el día 1; después, tome 1 tableta cada día del 2 al 5. > 2 tablet daily 5d >
Take 6 tabs on day 1, 5 tabs on day 2, 4 tabs on day 3, 3 tabs on day 4, 2 tabs on day 5 and 1 tab on day 6 > Take 6 tablets on day 1, then take 5 tablets on day 2, then take 4 tablets on day 3, then take 3 tablets on day 4, then take 2 tablets on day 5, then take 1 tablet on day 6. > Tome 6 tabletas el día 1; después, tome 5 tabletas el día 2; después, tome 4 tabletas el día 3; después, tome 3 tabletas el día 4; después, tome 2 tabletas el día 5; después, tome 1 tableta el día 6. > 6 tablet daily 6d >
1 tab daily x 7 days then 2 tabs daily > Take 1 tablet once a day for 7 days, then take 2 tablets once a day. > Tome 1 tableta una vez al día durante 7 días; después, tome 2 tabletas una vez al día. > 2 tablet daily >
1 tab bid x 1 week then 1 tab tid > Take 1 tablet 2 times a day for 1 week, then take 1 tablet 3 times a day. > Tome 1 tableta 2 veces al día durante 1 semana; después, tome 1 tableta 3 veces al día. > 3 tablet daily >
take 1 tablet every morning and 2 tablets every evening > Take 1 tablet every morning, and take 2 tablets every evening. > Tome 1 tableta cada mañana, y tome 2 tabletas cada día al anochecer. > 3 tablet daily >
2 tabs with breakfast and 1 tab with dinner > Take 2 tablets with breakfast, and take 1 tablet with dinner. > Tome 2 tabletas con el desayuno, y tome 1 tableta con la cena. > 3 tablet daily >
1 tab qam, 1 tab qnoon > Take 1 tablet every morning, and take 1 tablet every day at noon. > Tome 1 tableta cada mañana, y tome 1 tableta cada día al mediodía. > 2 tablet daily >
1 tab q am & q hs > Take 1 tablet 2 times a day in the morning and at bedtime. > Tome 1 tableta 2 veces al día en la mañana y al acostarse. > 2 tablet daily >
shake well 5 ml bid > Take 5 mL 2 times a day. Shake well. > Tome 5 mL 2 veces al día. Agite bien. > 10 mL daily >
1 tab daily. do not drive > Take 1 tablet once a day. Do not drive. > Tome 1 tableta una vez al día. No conduzca. > 1 tablet daily >
1 cap bid until gone > Take 1 capsule 2 times a day. Finish all of it. > Tome 1 cápsula 2 veces al día. Termine todo el medicamento. > 2 capsule daily >
1 tab daily may cause drowsiness > Take 1 tablet once a day. May cause drowsiness. > Tome 1 tableta una vez al día. Puede causar sueño. > 1 tablet daily >
check blood sugar twice daily > Test the blood sugar 2 times a day. > Mídase el azúcar en la sangre 2 veces al día. > 2 test daily >
use as directed > Use as directed. > Use según las indicaciones. > - - unknown >
take as directed by prescriber > Take as directed. > Tome según las indicaciones. > - - unknown >
1 tab ut dict > Take 1 tablet as directed. > Tome 1 tableta según las indicaciones. > - tablet unknown >
use as directed on package > Use as directed. > Use según las indicaciones. > - - unknown >
chew and swallow 1 tab bid > Chew 1 tablet 2 times a day. > Mastique 1 tableta 2 veces al día. > 2 tablet daily >
dissolve 1 packet daily > Dissolve 1 packet once a day. > Disuelva 1 sobre una vez al día. > 1 packet daily >
dissolve 1 film under the tongue daily > Dissolve 1 film under the tongue once a day. > Disuelva 1 lámina debajo de la lengua una vez al día. > 1 film daily >
1 film buccally bid > Take 1 film in the cheek 2 times a day. > Tome 1 lámina entre la mejilla y la encía 2 veces al día. > 2 film daily >
1 tab sl bid > Place 1 tablet under the tongue 2 times a day. > Ponga 1 tableta debajo de la lengua 2 veces al día. > 2 tablet daily >
1 tab via g-tube daily > Take 1 tablet through the feeding tube once a day. > Tome 1 tableta por la sonda de alimentación una vez al día. > 1 tablet daily >
give 5 ml via peg bid > Give 5 mL through the feeding tube 2 times a day. > Dé 5 mL por la sonda de alimentación 2 veces al día. > 10 mL daily >
take 1 tab once > Take 1 tablet one time. > Tome 1 tableta una sola vez. > 1 tablet other 1d >
take 1 tablet every other morning > Take 1 tablet every other day in the morning. > Tome 1 tableta un día sí y otro no en la mañana. > 1 tablet other >
1 tab daily and 1 tab daily > Take 1 tablet once a day, and take 1 tablet once a day. > Tome 1 tableta una vez al día, y tome 1 tableta una vez al día. > 2 tablet daily >
1 tab tid prn pain, up to 8 tablets a day > Take 1 tablet 3 times a day as needed for pain. Do not use more than 8 tablets in 24 hours. > Tome 1 tableta 3 veces al día según sea necesario para el dolor. No use más de 8 tabletas en 24 horas. > 3 tablet daily prn >
1 tab every 12 hours x 5 days then stop > Take 1 tablet every 12 hours for 5 days. Then stop. > Tome 1 tableta cada 12 horas durante 5 días. Después, deje de usarlo. > 2 tablet daily 5d >
apply 1 patch every 7 days > Apply 1 patch every 7 days. > Aplique 1 parche cada 7 días. > 1 patch weekly >
1 tab three times a day for 5 days then twice a day for 5 days > Take 1 tablet 3 times a day for 5 days, then take 1 tablet 2 times a day for 5 days. > Tome 1 tableta 3 veces al día durante 5 días; después, tome 1 tableta 2 veces al día durante 5 días. > 3 tablet daily 10d >
1 tab po bid, take with food > Take 1 tablet by mouth 2 times a day with food. > Tome 1 tableta por la boca 2 veces al día con alimentos. > 2 tablet daily >
1 drop in both eyes bid. apply to eyelids qhs > Place 1 drop in both eyes 2 times a day, and apply to the eyelids at bedtime. > Ponga 1 gota en ambos ojos 2 veces al día, y aplique en los párpados al acostarse. > - - daily > ismp-hs
Take 1 tablet by mouth daily. Take with food. > Take 1 tablet by mouth once a day with food. > Tome 1 tableta por la boca una vez al día con alimentos. > 1 tablet daily >
`;
