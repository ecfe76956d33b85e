/** The release, as in package.json: what terminals and the status page are told. */
export const version = '0.1.0';
