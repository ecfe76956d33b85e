/** The two words of the handover: between page and preload, and between preload and main. */
export const portWanted = 'apotheca-port-wanted';
export const portGiven = 'apotheca-port';
