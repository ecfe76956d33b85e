/** Sigs as they are written, and what each must become: sig|form > English > Spanish > most a day, unit, cadence > unsafe words. */
export const understoodSigs = `
1 tab po bid > Take 1 tablet by mouth 2 times a day. > Tome 1 tableta por la boca 2 veces al día. > 2 tablet daily >
1 po bid|TABLET > Take 1 tablet by mouth 2 times a day. > Tome 1 tableta por la boca 2 veces al día. > 2 tablet daily >
Take 1 tablet by mouth daily > Take 1 tablet by mouth once a day. > Tome 1 tableta por la boca una vez al día. > 1 tablet daily >
take one tablet by mouth once daily > Take 1 tablet by mouth once a day. > Tome 1 tableta por la boca una vez al día. > 1 tablet daily >
i tab po qd > Take 1 tablet by mouth once a day. > Tome 1 tableta por la boca una vez al día. > 1 tablet daily > ismp-qd
ii caps po tid x 7d > Take 2 capsules by mouth 3 times a day for 7 days. > Tome 2 cápsulas por la boca 3 veces al día durante 7 días. > 6 capsule daily 7d >
1-2 tabs q4-6h prn pain > Take 1 to 2 tablets every 4 to 6 hours as needed for pain. > Tome 1 a 2 tabletas cada 4 a 6 horas según sea necesario para el dolor. > 12 tablet daily prn >
Take 1–2 tabs PO q4-6h PRN pain, max 8 tabs/day > Take 1 to 2 tablets by mouth every 4 to 6 hours as needed for pain. Do not use more than 8 tablets in 24 hours. > Tome 1 a 2 tabletas por la boca cada 4 a 6 horas según sea necesario para el dolor. No use más de 8 tabletas en 24 horas. > 8 tablet daily prn >
1 tab po q.d. > Take 1 tablet by mouth once a day. > Tome 1 tableta por la boca una vez al día. > 1 tablet daily > ismp-qd
1/2 tab bid > Take 1/2 tablet 2 times a day. > Tome 1/2 tableta 2 veces al día. > 1 tablet daily >
½ tab po qhs > Take 1/2 tablet by mouth at bedtime. > Tome 1/2 tableta por la boca al acostarse. > 0.5 tablet daily > ismp-hs
1.5 tabs daily > Take 1 and 1/2 tablets once a day. > Tome 1 y 1/2 tabletas una vez al día. > 1.5 tablet daily >
1 and 1/2 tabs daily > Take 1 and 1/2 tablets once a day. > Tome 1 y 1/2 tabletas una vez al día. > 1.5 tablet daily >
.5 mL po qd > Take 0.5 mL by mouth once a day. > Tome 0.5 mL por la boca una vez al día. > 0.5 mL daily > ismp-naked-decimal ismp-qd
5.0 mg po daily > Take 5 mg by mouth once a day. > Tome 5 mg por la boca una vez al día. > 5 mg daily > ismp-trailing-zero
5 mL po q6h prn cough > Take 5 mL by mouth every 6 hours as needed for cough. > Tome 5 mL por la boca cada 6 horas según sea necesario para la tos. > 20 mL daily prn >
1 tsp po tid > Take 5 mL by mouth 3 times a day. > Tome 5 mL por la boca 3 veces al día. > 15 mL daily > use-ml
2 tbsp qhs prn constipation > Take 30 mL at bedtime as needed for constipation. > Tome 30 mL al acostarse según sea necesario para el estreñimiento. > 30 mL daily prn > use-ml ismp-hs
10 cc po bid > Take 10 mL by mouth 2 times a day. > Tome 10 mL por la boca 2 veces al día. > 20 mL daily > ismp-cc
1 gtt ou bid > Place 1 drop in both eyes 2 times a day. > Ponga 1 gota en ambos ojos 2 veces al día. > 4 drop daily > latin ismp-eye
1 gtt od qd > Place 1 drop in the right eye once a day. > Ponga 1 gota en el ojo derecho una vez al día. > 1 drop daily > latin ismp-eye ismp-qd
2 gtts as tid > Place 2 drops in the left ear 3 times a day. > Ponga 2 gotas en el oído izquierdo 3 veces al día. > 6 drop daily > latin ismp-ear
2 drops in each ear twice daily for 7 days > Place 2 drops in both ears 2 times a day for 7 days. > Ponga 2 gotas en ambos oídos 2 veces al día durante 7 días. > 8 drop daily 7d >
inhale 2 puffs q4h prn wheezing > Inhale 2 puffs every 4 hours as needed for wheezing. > Haga 2 inhalaciones cada 4 horas según sea necesario para las sibilancias. > 12 puff daily prn >
2 puffs po bid > Inhale 2 puffs by mouth 2 times a day. > Haga 2 inhalaciones por la boca 2 veces al día. > 4 puff daily >
2 sprays each nostril daily > Use 2 sprays in each nostril once a day. > Use 2 aplicaciones en cada fosa nasal una vez al día. > 4 spray daily >
inject 10 units subq qhs > Inject 10 units under the skin at bedtime. > Inyecte 10 unidades debajo de la piel al acostarse. > 10 unit daily > ismp-hs
10 units sc before breakfast and 15 units before dinner > Inject 10 units under the skin before breakfast, and inject 15 units before dinner. > Inyecte 10 unidades debajo de la piel antes del desayuno, y inyecte 15 unidades antes de la cena. > 25 unit daily > ismp-sc
10 u sq bid > Inject 10 units under the skin 2 times a day. > Inyecte 10 unidades debajo de la piel 2 veces al día. > 20 unit daily > ismp-u ismp-sc
apply to affected area bid > Apply to the affected area 2 times a day. > Aplique en la zona afectada 2 veces al día. > - - daily >
apply aa bid > Apply to the affected area 2 times a day. > Aplique en la zona afectada 2 veces al día. > - - daily >
apply 1 patch q72h > Apply 1 patch every 72 hours. > Aplique 1 parche cada 72 horas. > 1 patch other >
apply 1 patch weekly > Apply 1 patch once a week. > Aplique 1 parche una vez a la semana. > 1 patch weekly >
1 supp pr q6h prn nausea > Insert 1 suppository into the rectum every 6 hours as needed for nausea. > Introduzca 1 supositorio por el recto cada 6 horas según sea necesario para las náuseas. > 4 suppository daily prn >
insert 1 applicatorful vaginally at bedtime x 7 days > Insert 1 applicatorful into the vagina at bedtime for 7 days. > Introduzca 1 aplicador lleno por la vagina al acostarse durante 7 días. > 1 applicatorful daily 7d >
1 tab sl q5min prn chest pain > Place 1 tablet under the tongue every 5 minutes as needed for chest pain. > Ponga 1 tableta debajo de la lengua cada 5 minutos según sea necesario para el dolor de pecho. > - tablet unknown prn >
1 tab po qam and 2 tabs po qhs > Take 1 tablet by mouth every morning, and take 2 tablets at bedtime. > Tome 1 tableta por la boca cada mañana, y tome 2 tabletas al acostarse. > 3 tablet daily > ismp-hs
1 tab qam 2 tabs qhs > Take 1 tablet every morning, and take 2 tablets at bedtime. > Tome 1 tableta cada mañana, y tome 2 tabletas al acostarse. > 3 tablet daily > ismp-hs
take 2 tabs on day 1, then 1 tab daily on days 2-5 > Take 2 tablets on day 1, then take 1 tablet once a day on each of days 2 to 5. > Tome 2 tabletas el día 1; después, tome 1 tableta una vez al día cada día del 2 al 5. > 2 tablet daily 5d >
4 tabs daily x 3 days, then 3 tabs daily x 3 days, then 2 tabs daily x3d then 1 tab daily x 3d > Take 4 tablets once a day for 3 days, then take 3 tablets once a day for 3 days, then take 2 tablets once a day for 3 days, then take 1 tablet once a day for 3 days. > Tome 4 tabletas una vez al día durante 3 días; después, tome 3 tabletas una vez al día durante 3 días; después, tome 2 tabletas una vez al día durante 3 días; después, tome 1 tableta una vez al día durante 3 días. > 4 tablet daily 12d >
take 1 tablet weekly > Take 1 tablet once a week. > Tome 1 tableta una vez a la semana. > 1 tablet weekly >
take 4 tabs once weekly on sunday > Take 4 tablets every Sunday. > Tome 4 tabletas cada domingo. > 4 tablet weekly >
1 tab po qod > Take 1 tablet by mouth every other day. > Tome 1 tableta por la boca un día sí y otro no. > 1 tablet other > ismp-qod
1 tab mwf > Take 1 tablet every Monday, Wednesday and Friday. > Tome 1 tableta cada lunes, miércoles y viernes. > 1 tablet other >
1 tab every monday, wednesday and friday > Take 1 tablet every Monday, Wednesday and Friday. > Tome 1 tableta cada lunes, miércoles y viernes. > 1 tablet other >
take as directed > Take as directed. > Tome según las indicaciones. > - - unknown >
ud > Use as directed. > Use según las indicaciones. > - - unknown >
take 1 tablet at onset of migraine, may repeat in 2 hours, max 2 tabs per day > Take 1 tablet when a migraine starts. May repeat once after 2 hours. Do not use more than 2 tablets in 24 hours. > Tome 1 tableta cuando empiece la migraña. Puede repetir una vez después de 2 horas. No use más de 2 tabletas en 24 horas. > 2 tablet daily >
1 tab po ac > Take 1 tablet by mouth before meals. > Tome 1 tableta por la boca antes de las comidas. > - tablet daily >
1 cap po tid ac > Take 1 capsule by mouth 3 times a day before meals. > Tome 1 cápsula por la boca 3 veces al día antes de las comidas. > 3 capsule daily >
1 tab po tid with meals > Take 1 tablet by mouth 3 times a day with meals. > Tome 1 tableta por la boca 3 veces al día con las comidas. > 3 tablet daily >
1 tab with breakfast > Take 1 tablet with breakfast. > Tome 1 tableta con el desayuno. > 1 tablet daily >
1 tab with breakfast and dinner > Take 1 tablet with breakfast and with dinner. > Tome 1 tableta con el desayuno y con la cena. > 2 tablet daily >
1 tab po ac and hs > Take 1 tablet by mouth before meals and at bedtime. > Tome 1 tableta por la boca antes de las comidas y al acostarse. > - tablet daily > ismp-hs
2 caps 30 minutes before breakfast > Take 2 capsules 30 minutes before breakfast. > Tome 2 cápsulas 30 minutos antes del desayuno. > 2 capsule daily >
take 1 tablet (500 mg) by mouth twice daily > Take 1 tablet (500 mg) by mouth 2 times a day. > Tome 1 tableta (500 mg) por la boca 2 veces al día. > 2 tablet daily >
take 500 mg (1 tablet) twice a day > Take 1 tablet (500 mg) 2 times a day. > Tome 1 tableta (500 mg) 2 veces al día. > 2 tablet daily >
take 500 mg po bid > Take 500 mg by mouth 2 times a day. > Tome 500 mg por la boca 2 veces al día. > 1000 mg daily >
swish and spit 15 ml bid > Swish 15 mL 2 times a day and spit it out. > Enjuáguese la boca con 15 mL 2 veces al día y escupa. > 30 mL daily >
chew 1 tablet daily > Chew 1 tablet once a day. > Mastique 1 tableta una vez al día. > 1 tablet daily >
dissolve 1 tab under the tongue every 8 hours as needed for nausea > Dissolve 1 tablet under the tongue every 8 hours as needed for nausea. > Disuelva 1 tableta debajo de la lengua cada 8 horas según sea necesario para las náuseas. > 3 tablet daily prn >
Take 1 tablet by mouth every 8 hours for 10 days until gone > Take 1 tablet by mouth every 8 hours for 10 days. Finish all of it. > Tome 1 tableta por la boca cada 8 horas durante 10 días. Termine todo el medicamento. > 3 tablet daily 10d >
take 1 tab 3 times a day > Take 1 tablet 3 times a day. > Tome 1 tableta 3 veces al día. > 3 tablet daily >
take 1 tab 3x/day > Take 1 tablet 3 times a day. > Tome 1 tableta 3 veces al día. > 3 tablet daily >
take 1 tab 3-4 times daily > Take 1 tablet 3 to 4 times a day. > Tome 1 tableta 3 a 4 veces al día. > 4 tablet daily >
take 1 tab twice a week > Take 1 tablet 2 times a week. > Tome 1 tableta 2 veces a la semana. > 1 tablet other >
give 2.5 ml by mouth every 12 hours for 10 days. shake well > Give 2.5 mL by mouth every 12 hours for 10 days. Shake well. > Dé 2.5 mL por la boca cada 12 horas durante 10 días. Agite bien. > 5 mL daily 10d >
1 tab stat > Take 1 tablet one time now. > Tome 1 tableta una sola vez ahora mismo. > 1 tablet other 1d >
1 tab x1 > Take 1 tablet one time. > Tome 1 tableta una sola vez. > 1 tablet other 1d >
1 tab po now then 1 tab q12h > Take 1 tablet by mouth one time now, then take 1 tablet every 12 hours. > Tome 1 tableta por la boca una sola vez ahora mismo; después, tome 1 tableta cada 12 horas. > 2 tablet other >
take 1 tablet by mouth daily for my toe > Take 1 tablet by mouth once a day for my toe. > - > 1 tablet daily >
take 1 tablet by mouth every day for blood pressure > Take 1 tablet by mouth once a day for blood pressure. > Tome 1 tableta por la boca una vez al día para la presión arterial. > 1 tablet daily >
use 1 vial via nebulizer q6h prn sob > Use 1 vial by nebulizer every 6 hours as needed for shortness of breath. > Use 1 vial por nebulizador cada 6 horas según sea necesario para la falta de aire. > 4 vial daily prn >
1 neb q4h prn > Use 1 vial every 4 hours as needed. > Use 1 vial cada 4 horas según sea necesario. > 6 vial daily prn >
apply thin layer to face qhs > Apply to the face at bedtime. Use a thin layer. > Aplique en la cara al acostarse. Use una capa fina. > - - daily > ismp-hs
take 1 tab by mouth in the morning and 1 tab at bedtime > Take 1 tablet by mouth every morning, and take 1 tablet at bedtime. > Tome 1 tableta por la boca cada mañana, y tome 1 tableta al acostarse. > 2 tablet daily >
take 1 tablet by mouth every morning and at bedtime > Take 1 tablet by mouth 2 times a day in the morning and at bedtime. > Tome 1 tableta por la boca 2 veces al día en la mañana y al acostarse. > 2 tablet daily >
take 1 tab by mouth 2 times daily in the morning and evening > Take 1 tablet by mouth 2 times a day in the morning and in the evening. > Tome 1 tableta por la boca 2 veces al día en la mañana y al anochecer. > 2 tablet daily >
take 2 tabs today, then 1 tab daily > Take 2 tablets one time today, then take 1 tablet once a day. > Tome 2 tabletas una sola vez hoy; después, tome 1 tableta una vez al día. > 2 tablet other >
Use 1 spray in one nostril, may repeat after 2 hours > Use 1 spray in one nostril. May repeat once after 2 hours. > Use 1 aplicación en una fosa nasal. Puede repetir una vez después de 2 horas. > - spray unknown >
take 1 to 2 tablets every 4 to 6 hours as needed for pain. Do not exceed 8 tablets in 24 hours > Take 1 to 2 tablets every 4 to 6 hours as needed for pain. Do not use more than 8 tablets in 24 hours. > Tome 1 a 2 tabletas cada 4 a 6 horas según sea necesario para el dolor. No use más de 8 tabletas en 24 horas. > 8 tablet daily prn >
1 cap po q12 hrs > Take 1 capsule by mouth every 12 hours. > Tome 1 cápsula por la boca cada 12 horas. > 2 capsule daily >
1 tab q 8 hrs prn n/v > Take 1 tablet every 8 hours as needed for nausea or vomiting. > Tome 1 tableta cada 8 horas según sea necesario para las náuseas o los vómitos. > 3 tablet daily prn >
test blood sugar tid > Test the blood sugar 3 times a day. > Mídase el azúcar en la sangre 3 veces al día. > 3 test daily >
1 tablet as directed > Take 1 tablet as directed. > Tome 1 tableta según las indicaciones. > - tablet unknown >
take 1 tab po nightly at bedtime > Take 1 tablet by mouth at bedtime. > Tome 1 tableta por la boca al acostarse. > 1 tablet daily >
1 tab po at bedtime prn sleep > Take 1 tablet by mouth at bedtime as needed for sleep. > Tome 1 tableta por la boca al acostarse según sea necesario para dormir. > 1 tablet daily prn >
1 tab by mouth every 12 hours for 5 days > Take 1 tablet by mouth every 12 hours for 5 days. > Tome 1 tableta por la boca cada 12 horas durante 5 días. > 2 tablet daily 5d >
take 1 tab by mouth four times a day before meals and at bedtime > Take 1 tablet by mouth 4 times a day before meals and at bedtime. > Tome 1 tableta por la boca 4 veces al día antes de las comidas y al acostarse. > 4 tablet daily >
Take 1 tablet by mouth daily. Avoid alcohol. > Take 1 tablet by mouth once a day. Do not drink alcohol. > Tome 1 tableta por la boca una vez al día. No tome alcohol. > 1 tablet daily >
2 tabs po qd x 3 d, 1 tab po qd x 3 d > Take 2 tablets by mouth once a day for 3 days, then take 1 tablet once a day for 3 days. > Tome 2 tabletas por la boca una vez al día durante 3 días; después, tome 1 tableta una vez al día durante 3 días. > 2 tablet daily 6d > ismp-qd
apply 1 gram to knee qid > Apply 1 gram to the knee 4 times a day. > Aplique 1 gramo en la rodilla 4 veces al día. > 4 g daily >
apply 2 g topically qid > Apply 2 grams to the skin 4 times a day. > Aplique 2 gramos en la piel 4 veces al día. > 8 g daily >
60 mg subq every 6 months > Inject 60 mg under the skin every 6 months. > Inyecte 60 mg debajo de la piel cada 6 meses. > 60 mg other >
inject 1 pen every week > Inject 1 pen once a week. > Inyecte 1 pluma una vez a la semana. > 1 pen weekly >
inject 0.5 mg subcutaneously once weekly > Inject 0.5 mg under the skin once a week. > Inyecte 0.5 mg debajo de la piel una vez a la semana. > 0.5 mg weekly >
inject 40 mg under the skin every other week > Inject 40 mg under the skin every 2 weeks. > Inyecte 40 mg debajo de la piel cada 2 semanas. > 40 mg other >
1 mL im every 2 weeks > Inject 1 mL into the muscle every 2 weeks. > Inyecte 1 mL en el músculo cada 2 semanas. > 1 mL other >
inject 150 mg IM every 3 months > Inject 150 mg into the muscle every 3 months. > Inyecte 150 mg en el músculo cada 3 meses. > 150 mg other >
1 tab q6-8h prn > Take 1 tablet every 6 to 8 hours as needed. > Tome 1 tableta cada 6 a 8 horas según sea necesario. > 4 tablet daily prn >
take 1 tablet by mouth twice daily as needed for anxiety > Take 1 tablet by mouth 2 times a day as needed for anxiety. > Tome 1 tableta por la boca 2 veces al día según sea necesario para la ansiedad. > 2 tablet daily prn >
Take 1 tablet (10 mg total) by mouth 2 (two) times daily. > Take 1 tablet (10 mg) by mouth 2 times a day. > Tome 1 tableta (10 mg) por la boca 2 veces al día. > 2 tablet daily >
Take 1 tablet by mouth every 6 (six) hours as needed (pain). Max Daily Amount: 4 tablets > Take 1 tablet by mouth every 6 hours as needed for pain. Do not use more than 4 tablets in 24 hours. > Tome 1 tableta por la boca cada 6 horas según sea necesario para el dolor. No use más de 4 tabletas en 24 horas. > 4 tablet daily prn >
1 tab with breakfast, lunch and dinner > Take 1 tablet with breakfast, with lunch and with dinner. > Tome 1 tableta con el desayuno, con el almuerzo y con la cena. > 3 tablet daily >
1 tab at bedtime with breakfast > Take 1 tablet 2 times a day with breakfast and at bedtime. > Tome 1 tableta 2 veces al día con el desayuno y al acostarse. > 2 tablet daily >
1 tab po qam with breakfast > Take 1 tablet by mouth every morning with breakfast. > Tome 1 tableta por la boca cada mañana con el desayuno. > 1 tablet daily >
take 1 tab by mouth in the morning and evening > Take 1 tablet by mouth 2 times a day in the morning and in the evening. > Tome 1 tableta por la boca 2 veces al día en la mañana y al anochecer. > 2 tablet daily >
1 tab sl every 5 minutes x 3 doses prn chest pain > Place 1 tablet under the tongue every 5 minutes as needed for chest pain for 3 doses. > Ponga 1 tableta debajo de la lengua cada 5 minutos según sea necesario para el dolor de pecho durante 3 dosis. > - tablet unknown prn >
apply 2 g to the left knee qid > Apply 2 grams to the left knee 4 times a day. > Aplique 2 gramos en la rodilla izquierda 4 veces al día. > 8 g daily >
1 tab po qd prn > Take 1 tablet by mouth once a day as needed. > Tome 1 tableta por la boca una vez al día según sea necesario. > 1 tablet daily prn > ismp-qd
1 puff qd, rinse mouth after use > Inhale 1 puff once a day. Rinse the mouth after use. > Haga 1 inhalación una vez al día. Enjuáguese la boca después de usarlo. > 1 puff daily > ismp-qd
1 tab qhs ac > Take 1 tablet before meals and at bedtime. > Tome 1 tableta antes de las comidas y al acostarse. > - tablet daily > ismp-hs
apply 1 patch every 3 days. remove old patch > Apply 1 patch every 3 days. Take off the old patch first. > Aplique 1 parche cada 3 días. Quítese primero el parche anterior. > 1 patch other >
Instill 1 drop into right eye 4 times a day for 7 days > Place 1 drop in the right eye 4 times a day for 7 days. > Ponga 1 gota en el ojo derecho 4 veces al día durante 7 días. > 4 drop daily 7d >
place 2 drops into both eyes every 4 hours while awake > Place 2 drops in both eyes every 4 hours while awake. > Ponga 2 gotas en ambos ojos cada 4 horas mientras esté despierto. > 24 drop daily >
2 tabs po q4h prn, nte 8 tabs/24h > Take 2 tablets by mouth every 4 hours as needed. Do not use more than 8 tablets in 24 hours. > Tome 2 tabletas por la boca cada 4 horas según sea necesario. No use más de 8 tabletas en 24 horas. > 8 tablet daily prn >
Take 1 capsule by mouth three times daily until finished. > Take 1 capsule by mouth 3 times a day. Finish all of it. > Tome 1 cápsula por la boca 3 veces al día. Termine todo el medicamento. > 3 capsule daily >
use 1 spray each nostril qd > Use 1 spray in each nostril once a day. > Use 1 aplicación en cada fosa nasal una vez al día. > 2 spray daily > ismp-qd
1 cap po tid > Take 1 capsule by mouth 3 times a day. > Tome 1 cápsula por la boca 3 veces al día. > 3 capsule daily >
take 2 capsules by mouth daily > Take 2 capsules by mouth once a day. > Tome 2 cápsulas por la boca una vez al día. > 2 capsule daily >
1 tab qid > Take 1 tablet 4 times a day. > Tome 1 tableta 4 veces al día. > 4 tablet daily >
1 tab po four times daily > Take 1 tablet by mouth 4 times a day. > Tome 1 tableta por la boca 4 veces al día. > 4 tablet daily >
5 x daily 1 tab > Take 1 tablet 5 times a day. > Tome 1 tableta 5 veces al día. > 5 tablet daily >
1 tab po 5x daily > Take 1 tablet by mouth 5 times a day. > Tome 1 tableta por la boca 5 veces al día. > 5 tablet daily >
Take 1 tablet 6 times a day > Take 1 tablet 6 times a day. > Tome 1 tableta 6 veces al día. > 6 tablet daily >
1 tab every morning > Take 1 tablet every morning. > Tome 1 tableta cada mañana. > 1 tablet daily >
1 tab po q am > Take 1 tablet by mouth every morning. > Tome 1 tableta por la boca cada mañana. > 1 tablet daily >
1 tab po qpm > Take 1 tablet by mouth every evening. > Tome 1 tableta por la boca cada día al anochecer. > 1 tablet daily >
1 tab nightly > Take 1 tablet at bedtime. > Tome 1 tableta al acostarse. > 1 tablet daily >
1 tab every night at bedtime > Take 1 tablet at bedtime. > Tome 1 tableta al acostarse. > 1 tablet daily >
take 1 tab at noon > Take 1 tablet every day at noon. > Tome 1 tableta cada día al mediodía. > 1 tablet daily >
1 tab q12h > Take 1 tablet every 12 hours. > Tome 1 tableta cada 12 horas. > 2 tablet daily >
1 tab q24h > Take 1 tablet every 24 hours. > Tome 1 tableta cada 24 horas. > 1 tablet daily >
1 tab every 6 hours > Take 1 tablet every 6 hours. > Tome 1 tableta cada 6 horas. > 4 tablet daily >
1 tab q 6 to 8 hours prn > Take 1 tablet every 6 to 8 hours as needed. > Tome 1 tableta cada 6 a 8 horas según sea necesario. > 4 tablet daily prn >
2 caps q8h x 10d > Take 2 capsules every 8 hours for 10 days. > Tome 2 cápsulas cada 8 horas durante 10 días. > 6 capsule daily 10d >
1 tab every hour > Take 1 tablet every hour. > Tome 1 tableta cada hora. > 24 tablet daily >
1 tab q72h > Take 1 tablet every 72 hours. > Tome 1 tableta cada 72 horas. > 1 tablet other >
`;
