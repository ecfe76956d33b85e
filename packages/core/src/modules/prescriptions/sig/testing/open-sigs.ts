/** Sigs that stay as written, and why: sig > issues. */
export const openSigs = `
1 po bid > unit-missing
T 1 cap PO QD > unknown-word:t
od 1 tab > two-meanings:od ; frequency-missing
1 tab od > two-meanings:od ; frequency-missing
aa bid > two-meanings:aa ; dose-missing
1 tab po biweekly > two-meanings:biweekly ; frequency-missing
1 ring vaginally x 3 weeks > frequency-missing
take 1 tab daily bid > two-frequencies:bid
100 units/ml inject 5 units tid > unknown-word:units/ml ; two-doses:5 units ; unit-missing
1 tab daily with breakfast and dinner > two-frequencies
take 5 mg > frequency-missing
take 1 tab by mouth for pain > frequency-missing
apply 1 pump to each arm daily > unknown-word:to ; unknown-word:each ; unknown-word:arm
1 tab q6h prn, max 4 > max-without-time:max
take 1 tab qn > two-meanings:qn ; frequency-missing
1 gtt aa bid > two-meanings:aa
take 1 tab po bimonthly > two-meanings:bimonthly ; frequency-missing
1 tab bid or tid > unknown-word:or ; two-frequencies:tid
2-1 tabs daily > dose-impossible
0 tabs daily > dose-impossible
1 tab po qd #30 NR > unknown-word:# ; unknown-word:nr ; frequency-missing
blah > unknown-word:blah ; dose-missing ; frequency-missing
tab bid > dose-missing:tab ; dose-missing
bid > dose-missing
5/7 days 1 tab > two-meanings:5/7 ; dose-missing:tab ; dose-missing
Tome 1 tableta al dia > unknown-word:tome ; unknown-word:tableta ; unknown-word:al ; unknown-word:dia ; unit-missing ; frequency-missing
take up to 2 tablets daily > dose-missing ; frequency-missing
`;
