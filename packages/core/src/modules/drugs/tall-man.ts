/**
 * Tall-man letters for look-alike names (fact sheet clinical-checks.md section 10). For display only: matching,
 * storing and searching stay case-insensitive, and the barcode scan, not the lettering, is the control.
 */
const tallManNames = [
  'ALPRAZolam LORazepam clonazePAM',
  'buPROPion busPIRone',
  'carBAMazepine OXcarbazepine',
  'celeBREX celeXA cereBYX',
  'chlorproMAZINE chlordiazePOXIDE chlorproPAMIDE',
  'clomiPHENE clomiPRAMINE',
  'cycloSERINE cycloSPORINE',
  'DAUNOrubicin DOXOrubicin IDArubicin',
  'diphenhydrAMINE dimenhyDRINATE',
  'DULoxetine FLUoxetine PARoxetine fluvoxaMINE',
  'glipiZIDE glyBURIDE',
  'guaiFENesin guanFACINE',
  'HumaLOG HumuLIN NovoLOG NovoLIN',
  'lamoTRIgine lamiVUDine levETIRAcetam levOCARNitine',
  'hydrALAZINE hydrOXYzine HYDROmorphone',
  'hydroCODONE oxyCODONE oxyMORphone',
  'metFORMIN metroNIDAZOLE',
  'predniSONE prednisoLONE methylPREDNISolone',
  'QUEtiapine OLANZapine quiNIDine quiNINE',
  'risperiDONE rOPINIRole',
  'SITagliptin SAXagliptin SUMAtriptan',
  'sulfaDIAZINE sulfaSALAzine sulfiSOXAZOLE',
  'TiZANidine tiaGABine',
  'TOLAZamide TOLBUTamide',
  'traMADol traZODone',
  'valACYclovir valGANciclovir',
  'vinBLAStine vinCRIStine',
  'ZyPREXA ZyrTEC',
  'KlonoPIN cloNIDine',
].flatMap((group) => group.split(' '));

const byLowerCase = new Map(tallManNames.map((name) => [name.toLowerCase(), name]));

/** The same text with the listed names in tall-man letters. Whole words only; everything else stays as it is. */
export function tallMan(name: string): string {
  return name.replace(/[A-Za-z]+/g, (word) => byLowerCase.get(word.toLowerCase()) ?? word);
}
