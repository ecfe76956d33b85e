export const paletteWords = {
  'palette.title': 'Find anything',
  'palette.placeholder': 'Patient, Rx number, drug, or what you want to do',
  'palette.actions': 'Actions',
  'palette.patients': 'Patients',
  'palette.prescriptions': 'Prescriptions',
  'palette.drugs': 'Drugs',
  'palette.none': 'Nothing found',
  'palette.go': 'Go to {place}',
  'palette.new': 'New prescription',
  'palette.sales': 'Sales of the day',
} as const;
