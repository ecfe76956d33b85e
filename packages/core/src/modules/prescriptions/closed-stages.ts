/**
 * Prescriptions with no work left to do, as SQL over `prescriptions_prescription`. Word for word the condition of the
 * partial index `prescriptions_closed_by_stage`: open ones stand in the queue table, and moving them from stage to
 * stage costs no index here.
 */
export const isClosedStage = "stage IN ('sold', 'cancelled', 'transferred', 'returned')";
