/**
 * Fills that are not over yet, as SQL over `prescriptions_fill`. Word for word the condition of the partial index
 * `prescriptions_fill_by_status`: only with it does SQLite use that index, and a million closed fills cost nothing.
 */
export const isOpenFill = "status IN ('made', 'verified', 'superseded')";
